import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { PositionedFact } from '#event-log';
import { inTime } from '#wake-up';

export interface BatchLimit {
  readonly facts: number;
  readonly bytes: number;
}

type Item = PositionedFact | { readonly caughtUp: true };

const bytesOf = ({ fact }: PositionedFact): number => JSON.stringify([fact.data, fact.metadata]).length;

/**
 * Cuts what comes into batches: what is there already, up to the limit, and never waiting for more. An empty batch each time that
 * nothing came for `idleMs`, so that whoever takes them can say that he lives.
 */
export async function* batchesOf(
  items: AsyncIterable<Item>,
  limit: BatchLimit,
  idleMs: number,
): AsyncGenerator<readonly PositionedFact[]> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
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
        taken = await Promise.race([next, yieldToEventLoop('idle' as const)]);
      }
      if (batch.length > 0) yield batch;
      if (taken !== 'idle' && taken.done) return;
    }
  } finally {
    // Its source is told to end by who left off, who does not wait for it.
    next.catch(() => undefined);
    void iterator.return?.();
  }
}
