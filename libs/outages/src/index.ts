export { FaultLines } from './fault-lines.js';
export { databaseIsGone } from './outage.js';
export { OutageLines } from './outage-lines.js';
export { outagesOf, reasonNotToBegin } from './outages-of.process.js';
