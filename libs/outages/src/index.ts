export { databaseIsGone, FaultLines, OutageLines } from './outage-lines.js';
export { outagesOf, reasonNotToBegin } from './outages-of.process.js';
