import type pg from 'pg';
import { NotificationListener } from '#database';
import type { Position, SequencedFact, StoredFact } from '#facts';
import { pagesAhead } from '#keyset';
import { BackOff, pause } from '#wake-up';
import { CheckedLog } from '../checked-log.js';
import { LogUnavailable } from '../event-log-errors.js';
import {
  type Append,
  type Appended,
  type CaughtUp,
  EventLog,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
  positioned,
  seqOfPosition,
  SeqPositions,
} from '../event-log.js';
import type { OpenLog } from '../open-log.js';
import { Appender } from './appender.connection.js';
import { PostgresFactSequence, PostgresReportIndex, StreamsOfFacts } from './facts.query.js';
import { headSeq, pageRows, readAfter, seqAt } from './facts.table.js';
import { LogEnd, reasonOfShortage, type Shortage } from './log-end.query.js';

/** New facts are looked for this often without a notification. */
const pollMs = 500;

/** The log as one table. The seq is the position: without gaps and in commit order, so that a reader never skips a fact. */
class PostgresEventLog extends EventLog implements ManyStreams {
  private readonly streams: StreamsOfFacts;

  constructor(
    private readonly pool: pg.Pool,
    private readonly appender: Pick<Appender, 'append'>,
    private readonly listener: NotificationListener,
    private readonly onSetback: (error: unknown) => void,
  ) {
    super();
    this.streams = new StreamsOfFacts(pool);
  }

  override get keepsGuards(): boolean {
    return true;
  }

  append(append: Append): Promise<Appended | RevisionConflict> {
    return this.appender.append(append);
  }

  readStream(read: ReadStream): AsyncGenerator<StoredFact> {
    return this.streams.readStream(read);
  }

  readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    return this.streams.readStreams(reads);
  }

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    const seq = await seqAt(this.pool, stream, revision);
    return seq === null ? null : String(seq);
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
    let isAnnounced = false;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const { count } = this.listener.wakeUp;
      this.listener.listen();
      try {
        for await (const page of this.pagesAfter(seq))
          for (const fact of page) {
            if (signal.aborted) return;
            seq = fact.seq;
            isAnnounced = false;
            backOff.reset();
            yield positioned(fact);
          }
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        this.onSetback(error);
        await pause(backOff.nextMs(), signal);
        continue;
      }
      if (!isAnnounced && !signal.aborted) yield { caughtUp: true };
      isAnnounced = true;
      await this.listener.wakeUp.after(count, pollMs, signal);
    }
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

export interface PostgresLogOptions {
  /** Reads use it. The connections that append and listen are separate, made with its options. */
  readonly pool: pg.Pool;
  /** After this long without an answer an append ends as unknown. Default: 10 s. */
  readonly deadlineMs?: number;
  /** Called with an error before an operation is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Called when facts are missing, and with null when all are back. */
  readonly onShortage?: ((shortage: Shortage | null) => void) | undefined;
  /** Least time between two notifications of new facts. Default: `notificationPauseMs`. */
  readonly notifyPauseMs?: (() => number) | undefined;
}

/** Opens the log in PostgreSQL, once in a process, so that all its appends share the groups. The caller closes the pool. */
export const openPostgresLog = ({
  pool,
  deadlineMs = 10_000,
  onSetback,
  onShortage,
  notifyPauseMs,
}: PostgresLogOptions): OpenLog => {
  const end = new LogEnd(pool, { onSetback, onShortage });
  const appender = new Appender(pool, end, { deadlineMs, onSetback, notifyPauseMs });
  const listener = new NotificationListener(pool, { channel: 'xudai_facts', onSetback });
  const over = (to: Pick<Appender, 'append'>): PostgresEventLog =>
    new PostgresEventLog(pool, to, listener, onSetback);
  const checked = (log: PostgresEventLog): CheckedLog => new CheckedLog(log, () => end.check());
  const sequenced = over(appender);
  return {
    log: checked(sequenced),
    bulk: checked(over({ append: (append) => appender.append(append, true) })),
    sequenced,
    index: new PostgresReportIndex(pool),
    sequence: new PostgresFactSequence(pool),
    positions: new SeqPositions(),
    holdsSequenced: async () => true,
    // Whether the database answers is checked with the read side.
    state: async () => {
      const { shortage } = end;
      return { reasons: shortage ? [reasonOfShortage(shortage)] : [], shortage, eventStore: null };
    },
    close: async () => {
      end.close();
      await appender.close();
      await listener.close();
    },
  };
};
