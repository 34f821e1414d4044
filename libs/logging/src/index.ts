export { endForFault, endInOrder, levelNoted, programLog } from './program-log.process.js';
export { loggedError, reasonOf } from './logged-error.js';
