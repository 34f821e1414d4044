export { BatchQueue, type BatchQueueOptions } from './batch-queue.js';
export { FairQueue } from './fair-lines.js';
export { FairSlots } from './fair-slots.js';
export { NotAnswered } from './not-answered.js';
export { settleEach } from './settle-each.js';
