import type pg from 'pg';
import { NotificationListener } from '#database';
import type { Position } from '#facts';
import { CheckedLog } from '../checked-log.js';
import { LogUnavailable } from '../event-log-errors.js';
import { SequencePositions } from '../event-log.js';
import type { OpenLog } from '../open-log.js';
import { PostgresFactSequence, PostgresReportIndex, StreamsOfFacts } from '../postgres/facts.query.js';
import { rowsOf } from '../postgres/facts.table.js';
import { LogEnd, reasonOfShortage, type Shortage } from '../postgres/log-end.query.js';
import { connectEventStore, type EventStoreOptions } from './connect-event-store.log.js';
import type { EventStoreLog } from './event-store.log.js';
import { RecentReportIndex } from './recent-report-index.js';
import { readSequencerState, StartBarrier } from './start-barrier.query.js';
import { StoreHealth } from './store-health.query.js';
import { reasonsOf } from './store-state.js';

/** Without a word of new facts they are looked for all the same. */
const pollMs = 250;

/** Positions of the event store and the seqs that the sequencer gave: one pair for each batch, which ends at a fact. */
class StoreSequencePositions extends SequencePositions {
  constructor(
    private readonly pool: pg.Pool,
    private readonly listener: NotificationListener,
    private readonly onSetback: (error: unknown) => void,
  ) {
    super();
  }

  async upTo(seq: number): Promise<Position> {
    const [row] = await rowsOf(
      this.pool,
      'select position::text from sequenced_positions where seq <= $1 order by seq desc limit 1',
      [seq],
    );
    return (row?.[0] as string | undefined) ?? '0';
  }

  async sequenced(position: Position, timeoutMs: number): Promise<number | null> {
    const deadline = performance.now() + timeoutMs;
    const { wakeUp } = this.listener;
    for (;;) {
      const { count } = wakeUp;
      this.listener.listen();
      const seq = await this.seqAtOrAfter(position);
      if (seq !== undefined) return seq;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return null;
      await wakeUp.after(count, Math.min(pollMs, leftMs));
    }
  }

  private async seqAtOrAfter(position: Position): Promise<number | undefined> {
    try {
      const [row] = await rowsOf(
        this.pool,
        'select seq from sequenced_positions where position >= $1 order by position limit 1',
        [position],
      );
      return row?.[0] as number | undefined;
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      this.onSetback(error);
      return undefined;
    }
  }
}

/** Whether the store holds the last fact of the sequence where the sequence has it; true before the first. */
const holdsLastSequenced = async (log: EventStoreLog, database: Pick<pg.Pool, 'query'>): Promise<boolean> => {
  const [row] = await rowsOf(
    database,
    'select stream, revision, event_id, position::text from sequencer join facts using (seq)',
    [],
  );
  if (!row) return true;
  const [stream, revision, eventId, position] = row as [string, number, string, Position];
  return log.holds({ stream, revision, eventId, position });
};

export interface EventStoreLogOptions extends EventStoreOptions {
  /** Of the database where the sequencer puts the facts in order. Stays the caller's. */
  readonly pool: pg.Pool;
  /** Called when facts are found missing from the order, and with null when all are there again. */
  readonly onShortage?: ((shortage: Shortage | null) => void) | undefined;
}

/** The log in an event store: appended to and decided on there, read in order from the table that the sequencer fills. */
export const openEventStoreLog = ({ pool, onShortage, ...options }: EventStoreLogOptions): OpenLog => {
  const { onSetback, prefix } = options;
  const { log, bulk, known, recent, tail, close } = connectEventStore(options);
  const holdsSequenced = (database: Pick<pg.Pool, 'query'>) => holdsLastSequenced(log, database);
  const end = new LogEnd(pool, { onSetback, onShortage });
  const check = (): void => end.check();
  const barrier = new StartBarrier(log, pool, onSetback);
  known.lookBy(() => holdsSequenced(pool));
  tail.readFrom({
    isReady: () => barrier.isPassed,
    begun: () => barrier.begun,
    sequenced: async () => (await readSequencerState(pool))?.position ?? null,
  });
  const listener = new NotificationListener(pool, { channel: 'xudai_facts', onSetback });
  const health = new StoreHealth({ log, known, barrier, pool, prefix });
  return {
    log: new CheckedLog(log, check),
    bulk: new CheckedLog(bulk, check),
    sequenced: new StreamsOfFacts(pool),
    index: new RecentReportIndex(recent, new PostgresReportIndex(pool, () => null), known, barrier, tail),
    sequence: new PostgresFactSequence(pool),
    positions: new StoreSequencePositions(pool, listener, onSetback),
    holdsSequenced,
    state: async () => {
      const state = await health.state();
      const { shortage } = end;
      const reasons = [...(shortage ? [reasonOfShortage(shortage)] : []), ...reasonsOf(state)];
      return { reasons, shortage, eventStore: state };
    },
    close: async () => {
      end.close();
      barrier.close();
      await close();
      await listener.close();
    },
  };
};
