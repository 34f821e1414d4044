import type pg from 'pg';
import type { ReplayAsked, ReplayCounts, ReplayOutcome } from './replay.js';

/** A replay in the hands of one process: it holds a lock of its connection for as long as it works on it. */
export interface BegunReplay extends ReplayAsked {
  readonly id: string;
  /** 1 for the first time. Who began it last alone writes to it. */
  readonly attempt: number;
}

const mostAttempts = 5;

/** Oldest first; those that somebody works on too. */
export const unfinishedReplays = async (database: Pick<pg.Pool, 'query'>): Promise<readonly string[]> => {
  const { rows } = await database.query<{ id: string }>(
    `select id from replay where status = 'RUNNING' order by asked_at, id`,
  );
  return rows.map(({ id }) => id);
};

/** Who works on a replay holds it; it goes with the connection, and so with the process. */
export const replayLock = (id: string): string => `xudai replay ${id}`;

/** Undefined when it has ended meanwhile, or ends here because it was begun too often. */
export const beginReplay = async (
  connection: pg.ClientBase,
  id: string,
): Promise<BegunReplay | undefined> => {
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

export const tellCounts = async (
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

export const endReplay = async (
  connection: pg.ClientBase,
  { id, attempt }: BegunReplay,
  ended: ReplayOutcome,
): Promise<void> => {
  const completed = ended.outcome === 'completed' ? ended : undefined;
  await connection.query(
    `update replay
        set status = $3, ended_at = clock_timestamp(), reason = $4, seq = coalesce($5, seq),
            facts_read = coalesce($5, facts_read), facts_total = coalesce($5, facts_total),
            totals = $6::json, differences = $7::json
      where id = $1 and attempt = $2 and status = 'RUNNING'`,
    [
      id,
      attempt,
      completed ? 'COMPLETED' : 'FAILED',
      ended.outcome === 'failed' ? ended.reason : null,
      completed?.seq ?? null,
      JSON.stringify(completed?.comparison.totals ?? []),
      JSON.stringify(completed?.comparison.differences ?? []),
    ],
  );
};
