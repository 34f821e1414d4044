import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { PositionedFact } from '#event-log';
import { inTime } from '#wake-up';

export interface BatchLimit {
  readonly facts: number;
  readonly bytes: number;
}

type Item = PositionedFact | { readonly caughtUp: true };

/** Whoever follows the sequence is woken by each batch, so that what comes soon after one waits for the next. */
const apartMs = 50;

const bytesOf = ({ fact }: PositionedFact): number => JSON.stringify([fact.data, fact.metadata]).length;

/**
 * Cuts what comes into batches: at once when nothing came for a while, else no sooner than `apartMs` after the one before, unless it has
 * as much as the limit allows. An empty batch each time that nothing came for `idleMs`, so that whoever takes them can say that he lives.
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
    // Its source is ended by who left off, who does not wait for it.
    next.catch(() => undefined);
    void iterator.return?.();
  }
}
