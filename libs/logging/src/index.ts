export { endForFault, endInOrder, programLog, tellLauncher } from './program-log.process.js';
export { loggedError, reasonOf } from './logged-error.js';
