export { endInOrder } from './ending.process.js';
export { loggedError, reasonOf } from './logged-error.js';
export { endForFault, programLog } from './program-log.process.js';
