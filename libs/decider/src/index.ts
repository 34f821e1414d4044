export {
  type Decision,
  type Evolution,
  isUnchanged,
  record,
  refuse,
  type Refused,
  replay,
} from './decision.js';
