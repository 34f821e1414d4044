export { BatchQueue, type BatchQueueOptions, settleEach } from './batch-queue.js';
export { BoundedQueue, NotAnswered, Waiting } from './bounded-queue.js';
export { FairQueue, FairSlots, Semaphore } from './semaphore.js';
