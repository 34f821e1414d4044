export {
  type Decision,
  type Evolution,
  isUnchanged,
  type LaterBroken,
  record,
  refuse,
  type Refused,
  replay,
} from './decision.js';
