export { BatchQueue, type BatchQueueOptions, settleEach } from './batch-queue.js';
export { BoundedQueue, NotAnswered, Waiting } from './bounded-queue.js';
export { FairQueue, FairSlots } from './fair-slots.js';
export { Semaphore } from './semaphore.js';
