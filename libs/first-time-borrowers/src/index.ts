export { arbiterChecker } from './arbiter.checker.js';
export { arbiter, arbiterName } from './arbiter.projection.js';
export { type DecideContestBody, decideContestBody } from './decide-contest.js';
export { DecideContestCommand } from './decide-contest.handler.js';
export { FirstTimeBorrowersModule } from './first-time-borrowers.module.js';
