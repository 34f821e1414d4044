import type pg from 'pg';
import { HeldConnection, tryLock, unlock } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from './replays.table.js';

/** A replay that this process carries out, for as long as it holds the replay's advisory lock. */
interface BegunReplay extends ReplayAsked {
  readonly id: string;
  /** From 1 on. Only the last attempt may write the outcome. */
  readonly attempt: number;
}

const mostAttempts = 5;

/** Unfinished replays, oldest first, including those under way elsewhere. */
const unfinishedReplays = async (database: Pick<pg.Pool, 'query'>): Promise<readonly string[]> => {
  const { rows } = await database.query<{ id: string }>(
    `select id from replay where status = 'RUNNING' order by asked_at, id`,
  );
  return rows.map(({ id }) => id);
};

/** The name of a replay's advisory lock, which is released with the connection. */
const replayLock = (id: string): string => `xudai replay ${id}`;

/** Begins an attempt; undefined where the replay has ended meanwhile, or is ended here because it was attempted too often. */
const beginReplay = async (connection: pg.ClientBase, id: string): Promise<BegunReplay | undefined> => {
  const { rows } = await connection.query<BegunReplay>(
    `update replay set attempt = attempt + 1, begun_at = clock_timestamp(), facts_read = 0, seq = null
      where id = $1 and status = 'RUNNING'
     returning id, attempt, programme, effective_as_of as "effectiveAsOf", known_at as "knownAt"`,
    [id],
  );
  const [begun] = rows;
  if (!begun || begun.attempt <= mostAttempts) return begun;
  await endReplay(connection, begun, {
    outcome: 'failed',
    reason: `It was begun ${mostAttempts} times and came to no end; the log of the projector says why.`,
  });
  return undefined;
};

const writeCounts = async (
  connection: pg.ClientBase,
  { id, attempt }: BegunReplay,
  { factsRead, factsTotal }: ReplayCounts,
): Promise<void> => {
  await connection.query(
    `update replay set facts_read = $3, facts_total = $4, seq = $4
      where id = $1 and attempt = $2 and status = 'RUNNING'`,
    [id, attempt, factsRead, factsTotal],
  );
};

const endReplay = async (
  connection: pg.ClientBase,
  { id, attempt }: BegunReplay,
  ended: ReplayOutcome,
): Promise<void> => {
  const completed = ended.outcome === 'completed' ? ended : undefined;
  await connection.query(
    `update replay
        set status = $3, ended_at = clock_timestamp(), reason = $4, seq = coalesce($5, seq),
            facts_read = coalesce($5, facts_read), facts_total = coalesce($5, facts_total),
            totals = $6::json, differences = $7::json, differing_rows = $8::json
      where id = $1 and attempt = $2 and status = 'RUNNING'`,
    [
      id,
      attempt,
      completed ? 'COMPLETED' : 'FAILED',
      ended.outcome === 'failed' ? ended.reason : null,
      completed?.seq ?? null,
      JSON.stringify(completed?.comparison.totals ?? []),
      JSON.stringify(completed?.comparison.differences ?? []),
      JSON.stringify(completed?.rows ?? []),
    ],
  );
};

interface CarryingOut {
  readonly pool: pg.Pool;
  readonly run: RunReplay;
  /** Aborts replays under way, which another process then begins again. */
  readonly signal: AbortSignal;
  /** Called with an error before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Whether the disk has room to write the outcome. Default: it has. */
  readonly hasRoom?: () => boolean;
  /** Replays at once; each holds a connection outside of the pool. */
  readonly atOnce?: number;
}

const pollMs = 500;
/** Interval of writing the counts. */
const writeCountsMs = 250;

/**
 * Carries out requested replays until the signal aborts. A process that ends, in whatever way, loses its locks, and another one begins its
 * replays again from the start: only the outcome of a replay is stored.
 */
export const carryOutReplays = async (carryingOut: CarryingOut): Promise<void> => {
  const { atOnce = 2 } = carryingOut;
  await Promise.all(Array.from({ length: atOnce }, () => oneAfterAnother(carryingOut)));
};

const oneAfterAnother = async (carryingOut: CarryingOut): Promise<void> => {
  const { pool, signal, onSetback, hasRoom = () => true } = carryingOut;
  const held = new HeldConnection(pool);
  const backOff = new BackOff();
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      const ids = hasRoom() ? await unfinishedReplays(pool) : [];
      const hasWorked = await anyOf(ids, held, carryingOut);
      backOff.reset();
      if (hasWorked) continue;
      // The connection is kept while another process works on a replay, whose lock is tried again and again.
      if (ids.length === 0) await held.drop();
      await pause(pollMs, signal);
    }
  };
  // Dropping the connection releases the lock.
  const lookOrLetGo = (): Promise<void> => look().finally(() => held.drop());
  await retried(lookOrLetGo, { signal, onSetback, backOff });
};

/** Carries out the first replay whose lock is free; false where there is none. */
const anyOf = async (
  ids: readonly string[],
  held: HeldConnection,
  carryingOut: CarryingOut,
): Promise<boolean> => {
  for (const id of ids) {
    const connection = await held.open();
    if (carryingOut.signal.aborted) return false;
    if (!(await tryLock(connection, replayLock(id)))) continue;
    const begun = await beginReplay(connection, id);
    if (begun) await carryOut(begun, connection, carryingOut);
    await unlock(connection, replayLock(id));
    return true;
  }
  return false;
};

/** A lost connection has released the lock. Then the work is aborted, since another process may have begun it. */
const carryOut = async (
  begun: BegunReplay,
  connection: pg.ClientBase,
  { run, signal }: CarryingOut,
): Promise<void> => {
  const lost = new AbortController();
  const over = new AbortController();
  const counts: { last: ReplayCounts | undefined } = { last: undefined };
  const telling = tell(begun, connection, counts, over.signal).catch((error: unknown) => lost.abort(error));
  let outcome: ReplayOutcome;
  try {
    outcome = await run(begun, (now) => (counts.last = now), AbortSignal.any([signal, lost.signal]));
  } finally {
    over.abort();
    await telling;
  }
  lost.signal.throwIfAborted();
  await endReplay(connection, begun, outcome);
};

const tell = async (
  begun: BegunReplay,
  connection: pg.ClientBase,
  counts: { readonly last: ReplayCounts | undefined },
  over: AbortSignal,
): Promise<void> => {
  let written: ReplayCounts | undefined;
  while (!over.aborted) {
    if (counts.last === written) await connection.query('select');
    else await writeCounts(connection, begun, (written = counts.last ?? { factsRead: 0, factsTotal: 0 }));
    await pause(writeCountsMs, over);
  }
};
