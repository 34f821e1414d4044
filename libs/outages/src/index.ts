export { FaultLines, OutageLines } from './outage-lines.js';
export { databaseIsGone } from './outage.js';
export { outagesOf, reasonNotToBegin } from './outages-of.process.js';
