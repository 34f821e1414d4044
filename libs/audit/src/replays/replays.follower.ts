import type pg from 'pg';
import { HeldConnection, tryLock, unlock } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from './replays.table.js';

/** A replay in the hands of one process: it holds a lock of its connection for as long as it works on it. */
interface BegunReplay extends ReplayAsked {
  readonly id: string;
  /** 1 for the first time. Who began it last alone writes to it. */
  readonly attempt: number;
}

const mostAttempts = 5;

/** Oldest first; those that somebody works on too. */
const unfinishedReplays = async (database: Pick<pg.Pool, 'query'>): Promise<readonly string[]> => {
  const { rows } = await database.query<{ id: string }>(
    `select id from replay where status = 'RUNNING' order by asked_at, id`,
  );
  return rows.map(({ id }) => id);
};

/** Who works on a replay holds it; it goes with the connection, and so with the process. */
const replayLock = (id: string): string => `xudai replay ${id}`;

/** Undefined when it has ended meanwhile, or ends here because it was begun too often. */
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
  /** What is under way is broken off, and begun again by whoever comes next. */
  readonly signal: AbortSignal;
  /** Called with what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Whether there is room to write what comes of them; always, unless given. */
  readonly hasRoom?: () => boolean;
  /** Replays at once; each holds a connection beside the pool. */
  readonly atOnce?: number;
}

const pollMs = 500;
/** Counts are written this often. */
const writeCountsMs = 250;

/**
 * Carries out replays as they are asked for, until the signal. Whose process ends, however it ends, loses its lock, and another
 * one begins that replay anew: nothing of a replay is kept but its outcome.
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
      // Kept while somebody else is at a replay: that one is asked for again and again.
      if (ids.length === 0) await held.drop();
      await pause(pollMs, signal);
    }
  };
  // With the connection goes the lock.
  const lookOrLetGo = (): Promise<void> => look().finally(() => held.drop());
  await retried(lookOrLetGo, { signal, onSetback, backOff });
};

/** The first that nobody works on. False when there was none. */
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

/** A connection that is lost took the lock with it: then the work is broken off, since another may have begun. */
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
