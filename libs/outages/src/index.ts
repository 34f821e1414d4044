export { databaseIsGone } from './outage.js';
export { OutageLines } from './outage-lines.js';
