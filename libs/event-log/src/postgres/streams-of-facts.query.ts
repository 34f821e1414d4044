import type pg from 'pg';
import type { StoredFact } from '#facts';
import type { ManyStreams, ReadStream } from '../event-log.js';
import { pageRows, readBackwards, readFirstPages, readForwards } from './facts.table.js';

const lastRevision = 2 ** 31 - 1;

/** Streams as they stand in the table of facts: the log itself, or as much of it as a sequencer has put in order. */
export class StreamsOfFacts implements ManyStreams {
  constructor(private readonly pool: pg.Pool) {}

  async *readStream({
    stream,
    from,
    direction = 'forwards',
    limit = Infinity,
  }: ReadStream): AsyncGenerator<StoredFact> {
    const isForwards = direction === 'forwards';
    let next = from ?? (isForwards ? 0 : lastRevision);
    let left = limit;
    while (left > 0 && next >= 0) {
      const rows = Math.min(left, pageRows);
      const page = await (isForwards ? readForwards : readBackwards)(this.pool, stream, next, rows);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < rows) return;
      left -= rows;
      next = last.revision + (isForwards ? 1 : -1);
    }
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    const firstPages = await readFirstPages(this.pool, reads);
    return Promise.all(firstPages.map((page) => (page.length < pageRows ? page : this.completed(page))));
  }

  /** A stream longer than the page that was read of it. */
  private async completed(page: readonly StoredFact[]): Promise<readonly StoredFact[]> {
    const facts = [...page];
    const last = page.at(-1);
    if (last)
      for await (const fact of this.readStream({ stream: last.stream, from: last.revision + 1 }))
        facts.push(fact);
    return facts;
  }
}
