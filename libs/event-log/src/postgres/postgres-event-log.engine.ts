import type pg from 'pg';
import type { Position, SequencedFact, StoredFact } from '#facts';
import {
  type Append,
  type Appended,
  type CaughtUp,
  EventLog,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
} from '../event-log.js';
import { LogUnavailable } from '../event-log-errors.js';
import { positioned, seqOfPosition } from '../positions.js';
import { serialised } from '../serialised-append.js';
import { pagesAhead } from '#keyset';
import { backoffMs, pause } from '#wake-up';
import type { Appender } from './appender.connection.js';
import type { FactsListener } from './facts.listener.js';
import {
  headSeq,
  pageRows,
  readAfter,
  readBackwards,
  readFirstPages,
  readForwards,
  readOne,
} from './facts.table.js';

/** Without a word of new facts they are looked for all the same. */
const pollMs = 500;
const lastRevision = 2 ** 31 - 1;

/** Facts in one table, whose seq is the position: dense and in commit order, so that a reader never passes a fact. */
export class PostgresEventLog extends EventLog implements ManyStreams {
  constructor(
    private readonly pool: pg.Pool,
    private readonly appender: Appender,
    private readonly listener: FactsListener,
    private readonly onSetback: (error: unknown) => void,
  ) {
    super();
  }

  async append(append: Append): Promise<Appended | RevisionConflict> {
    return this.appender.append(serialised(append));
  }

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

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    const fact = await readOne(this.pool, stream, revision);
    return fact ? String(fact.seq) : null;
  }

  async *readAll(after: Position | null): AsyncGenerator<PositionedFact> {
    const head = await headSeq(this.pool);
    for await (const page of this.pagesAfter(seqOfPosition(after)))
      for (const fact of page) {
        if (fact.seq > head) return;
        yield positioned(fact);
      }
  }

  async *subscribe(after: Position | null, signal: AbortSignal): AsyncGenerator<PositionedFact | CaughtUp> {
    let seq = seqOfPosition(after);
    let isTold = false;
    let attempt = 0;
    while (!signal.aborted) {
      const { count } = this.listener.wakeUp;
      this.listener.listen();
      try {
        for await (const page of this.pagesAfter(seq))
          for (const fact of page) {
            if (signal.aborted) return;
            seq = fact.seq;
            isTold = false;
            attempt = 0;
            yield positioned(fact);
          }
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        this.onSetback(error);
        await pause(backoffMs((attempt += 1)), signal);
        continue;
      }
      if (!isTold && !signal.aborted) yield { caughtUp: true };
      isTold = true;
      await this.listener.wakeUp.after(count, pollMs, signal);
    }
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

  private pagesAfter(after: number): AsyncGenerator<readonly SequencedFact[]> {
    return pagesAhead(
      (seq: number, limit) => readAfter(this.pool, seq, limit),
      after,
      pageRows,
      ({ seq }) => seq,
    );
  }
}
