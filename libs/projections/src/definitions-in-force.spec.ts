import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type pg from 'pg';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { append, type CounterLog, counterLog } from './testing/planted-log.js';

/* Which definitions are in force at a place of the log: all answers say it, and remembered ones are found by it. */

describe('the definitions in force', () => {
  let log: CounterLog;
  let owner: pg.Pool;
  let pool: pg.Pool;
  let progress: ProjectionCheckpoints;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(async () => {
    log = await counterLog(() => undefined);
    ({ owner, pool } = log);
    progress = new ProjectionCheckpoints(pool);
    await append(pool, ...Array.from({ length: 3 }, () => ['a', 1] as const));
  });
  afterEach(async () => {
    await progress.onModuleDestroy();
    await log.close();
  });

  const standAt = (name: string, seq: number) =>
    owner.query(
      `insert into projection_checkpoints (name, version, seq) values ($1, 1, $2)
       on conflict (name) do update set seq = excluded.seq`,
      [name, seq],
    );
  const define = (seq: number) =>
    owner.query(
      `insert into figure_definition (seq, kind, code, part, version, first_seq, data) values ($1, 'programme', $2, '', 1, $1, '{}')`,
      [seq, `P${seq}`],
    );

  it('are named by the newest of them, and another way where rows or facts are others', async () => {
    await standAt('targets', 3);
    const nameAt = async (seq: number) => (await progress.progress(['targets'], seq)).definitionsName;
    for (const seq of [1, 3]) await define(seq);
    const [first, second, third] = [await nameAt(1), await nameAt(2), await nameAt(3)];
    expect([typeof first, second === first, third === first]).toEqual(['string', true, false]);
    await owner.query(`update projection_checkpoints set version = version + 1 where name = 'targets'`);
    expect(await nameAt(1)).not.toBe(first);
  });

  it('are those of the log where the figures have not come so far', async () => {
    const defined = ['programme-P', 'measure-m', 'calendar-CN', 'bailout-programme-B'];
    for (const [index, stream] of defined.entries())
      await pool.query(
        `insert into facts (seq, stream, revision, event_id, type, recorded_at, data, metadata)
         values ($1, $2, 0, gen_random_uuid(), 'Defined', now(), '{}', '{}')`,
        [4 + index, stream],
      );
    await standAt('one', 7);
    const told = async (seq?: number) => {
      const { definitions, definitionsName } = await progress.progress(['one'], seq);
      return [definitions, typeof definitionsName];
    };
    expect([await told(), await told(5), await told(3)]).toEqual([
      [6, 'object'],
      [5, 'object'],
      [null, 'object'],
    ]);
    await standAt('targets', 4);
    await define(4);
    expect([await told(), await told(4)]).toEqual([
      [6, 'object'],
      [4, 'string'],
    ]);
  });
});
