import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { PositionedFact } from '#event-log';
import { inTime } from '#wake-up';

export interface BatchLimit {
  readonly facts: number;
  readonly bytes: number;
}

type Item = PositionedFact | { readonly caughtUp: true };

/** Least time between two batches. Each one wakes all followers, so facts that arrive soon after one are left to the next. */
const apartMs = 50;

const bytesOf = ({ fact }: PositionedFact): number => JSON.stringify([fact.data, fact.metadata]).length;

/**
 * Cuts a stream into batches: at once after a quiet time, else `apartMs` after the previous one at the earliest, unless the batch is full.
 * Yields an empty batch whenever nothing arrived for `idleMs`, so that the consumer can send its heartbeat.
 */
export async function* batchesOf(
  items: AsyncIterable<Item>,
  limit: BatchLimit,
  idleMs: number,
): AsyncGenerator<readonly PositionedFact[]> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  let dueAt = -Infinity;
  try {
    for (;;) {
      const first = await inTime(next, idleMs, 'idle' as const);
      if (first === 'idle') {
        yield [];
        continue;
      }
      const batch: PositionedFact[] = [];
      let bytes = 0;
      let taken: IteratorResult<Item> | 'idle' = first;
      while (taken !== 'idle' && !taken.done) {
        if ('fact' in taken.value) {
          batch.push(taken.value);
          bytes += bytesOf(taken.value);
        }
        next = iterator.next();
        if (batch.length >= limit.facts || bytes >= limit.bytes) break;
        const leftMs = dueAt - performance.now();
        taken = await (leftMs > 0
          ? inTime(next, leftMs, 'idle' as const)
          : Promise.race([next, yieldToEventLoop('idle' as const)]));
      }
      if (batch.length > 0) {
        yield batch;
        dueAt = performance.now() + apartMs;
      }
      if (taken !== 'idle' && taken.done) return;
    }
  } finally {
    // The consumer may stop before this settles; then the promise must not count as unhandled.
    next.catch(() => undefined);
    void iterator.return?.();
  }
}
