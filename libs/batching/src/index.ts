export { BatchQueue, type BatchQueueOptions, NotAnswered } from './batch-queue.js';
export { FairQueue } from './fair-lines.js';
export { FairSlots } from './fair-slots.js';
export { settleEach } from './settle-each.js';
