export { type Evolution, replay } from './evolution.js';
export { type Decision, record, type Refused, refuse } from './decision.js';
export { isUnchanged } from './stands-already.js';
