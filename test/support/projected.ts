import { setTimeout as later } from 'node:timers/promises';
import { createPool } from '#database';
import { projections } from '../../apps/registry/src/operations/registry-state.js';

export interface Databased {
  readonly appUrl: string;
}

const longestMs = 60_000;

export const onPool = async <Result>(
  { appUrl }: Databased,
  work: (pool: ReturnType<typeof createPool>) => Promise<Result>,
): Promise<Result> => {
  const pool = createPool(appUrl, { max: 1, applicationName: 'xudai test checks' });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
};

/** Waits until every follower has passed every fact, also those that one of them derived. */
export const projected = (registry: Databased): Promise<void> =>
  onPool(registry, async (pool) => {
    const deadline = Date.now() + longestMs;
    for (;;) {
      const { rows } = await pool.query<{ behind: string[] | null }>(
        `select array_agg(asked) as behind
           from unnest($1::text[]) as asked left join projection_checkpoints on name = asked
          where coalesce(seq, 0) < (select coalesce(max(seq), 0) from facts)`,
        [projections],
      );
      const behind = rows[0]?.behind ?? [];
      if (behind.length === 0) return;
      if (Date.now() > deadline) throw new Error(`Not projected in time: ${behind.join(', ')}.`);
      await later(50);
    }
  });

/** Asks again for as long as the answer is 504: what was changed, or is waited for, is not shown yet. */
export const onceProjected = async <Answer extends { readonly status: number }>(
  ask: () => PromiseLike<Answer>,
): Promise<Answer> => {
  for (const deadline = Date.now() + longestMs; ;) {
    const answer = await ask();
    if (answer.status !== 504 || Date.now() > deadline) return answer;
  }
};
