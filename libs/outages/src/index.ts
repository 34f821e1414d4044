export { databaseIsGone, isOutage } from './outage.js';
export { OutageLines } from './outage-lines.js';
