import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { systemClock } from '#calendar';
import { createPool } from '#database';
import { type EventLog, type OpenLog, openPostgresLog, OutcomeUnknown, StorageFull } from '#event-log';
import { borrowerStream } from '#facts';
import { follow, ProjectionProgress } from '#projections';
import { testDatabase } from '#testing';
import { arbiterChecker } from './arbiter.checker.js';
import { arbiter } from './arbiter.projection.js';
import type { SettlingWorld } from './settle-claims.log.js';
import {
  borrowerKey,
  cancelled,
  claimed,
  decided,
  east,
  issued,
  north,
  opened,
  type Planted,
  repaid,
  south,
} from './testing/borrower-facts.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let log: OpenLog;
let progress: ProjectionProgress;
let ending: AbortController;
let following: Promise<unknown>[];
let setbacks: unknown[];

beforeEach(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 8, applicationName: 'arbiter spec' });
  setbacks = [];
  log = openPostgresLog({ pool, onSetback: (error) => setbacks.push(error) });
  progress = new ProjectionProgress(pool);
  ending = new AbortController();
  following = [];
});
afterEach(async () => {
  ending.abort();
  await Promise.all(following);
  await progress.onModuleDestroy();
  await log.close();
  await pool.end();
  await database.drop();
});

const append = async (...given: readonly Planted[]): Promise<number> => {
  let seq = 0;
  for (const { stream, fact } of given)
    for (;;) {
      const [facts = []] = await log.log.readStreams([{ stream, from: 0 }]);
      const expectedRevision = facts.length === 0 ? 'none' : facts.length - 1;
      const result = await log.log.append({ stream, expectedRevision, facts: [fact] });
      if (result.outcome === 'conflict') continue;
      seq = Number(result.position);
      break;
    }
  return seq;
};

const followed = (world: SettlingWorld = { log: log.log, clock: systemClock }): void => {
  following.push(
    follow({
      projection: arbiter(world),
      pool,
      facts: log.sequence,
      signal: ending.signal,
      onSetback: (error) => setbacks.push(error),
    }),
  );
};

const settledAt = (seq: number, timeoutMs = 10_000): Promise<boolean> =>
  progress.waitUntilProjected(['arbiter'], seq, timeoutMs);

interface Told {
  readonly type: string;
  readonly institution: string | null;
  readonly effectiveDate: string | null;
  readonly reason: string | null;
  readonly held: boolean;
  readonly causedBy: number;
}

const told = async (borrower = borrowerKey): Promise<readonly Told[]> => {
  const [facts = []] = await log.log.readStreams([{ stream: borrowerStream(borrower), from: 0 }]);
  return facts
    .filter(({ type }) => type !== 'FirstTimeContestDecided')
    .map(({ type, institution, effectiveDate, data }) => {
      const { reason, held, causedBy } = data as Told;
      return { type, institution, effectiveDate, reason, held, causedBy };
    });
};

const recognised = (institution: string, effectiveDate: string, causedBy: number): Told => ({
  type: 'FirstTimeRecognised',
  institution,
  effectiveDate,
  reason: null,
  held: false,
  causedBy,
});

describe('the arbiter', () => {
  it('recognises a claim, and says by whom, why and from what', async () => {
    followed();
    const issue = issued({ bank: north, on: '2024-03-01', at: '10:00:00' });
    const claim = claimed({ bank: north });
    expect(await settledAt(await append(issue, claim))).toBe(true);
    const [[fact]] = (await log.log.readStreams([{ stream: borrowerStream(borrowerKey), from: 0 }])) as [
      [object],
    ];
    expect(fact).toMatchObject({
      type: 'FirstTimeRecognised',
      revision: 0,
      effectiveDate: '2024-03-01',
      institution: north,
      data: { borrowerKey, loanId: 'L1', reason: null, earlierDate: null, held: false, causedBy: 2 },
      metadata: { actor: 'registry', causationId: claim.fact.eventId, reportId: null },
    });
    expect(Object.keys((fact as { data: object }).data)).toHaveLength(6);
  });

  it('answers a prior loan that was recorded between another bank’s claim and its settling', async () => {
    await append(
      issued({ bank: north, on: '2024-03-01', at: '10:00:00' }),
      claimed({ bank: north }),
      opened({ bank: south, start: '2019-05-05' }),
    );
    followed();
    expect(await settledAt(3)).toBe(true);
    expect(await told()).toEqual([
      recognised(north, '2024-03-01', 2),
      {
        type: 'FirstTimeDenied',
        institution: north,
        effectiveDate: '2024-03-01',
        reason: 'PRIOR_LOAN',
        held: true,
        causedBy: 3,
      },
    ]);
  });

  it('recognises again when the prior loan falls, and knows its borrower though the cancellation names none', async () => {
    followed();
    await append(
      issued({ bank: south, on: '2024-02-01' }),
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      repaid({ bank: north }),
    );
    expect(await settledAt(4)).toBe(true);
    const seq = await append(cancelled({ bank: south }));
    expect(await settledAt(seq)).toBe(true);
    expect((await told()).map(({ type, causedBy }) => [type, causedBy])).toEqual([
      ['FirstTimeDenied', 3],
      ['FirstTimeRecognised', seq],
    ]);
  });

  it('lets a supervisor’s decision count at its place in the order', async () => {
    followed();
    await append(
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01', at: '09:00:00' }),
      claimed({ bank: north }),
      claimed({ bank: south }),
    );
    expect(await settledAt(4)).toBe(true);
    const seq = await append(decided({ bank: north }));
    expect(await settledAt(seq)).toBe(true);
    expect((await told()).slice(-2)).toEqual([
      {
        type: 'FirstTimeSuperseded',
        institution: south,
        effectiveDate: '2024-03-01',
        reason: 'CONTEST_DECIDED',
        held: true,
        causedBy: seq,
      },
      recognised(north, '2024-03-01', seq),
    ]);
  });

  it('is not taken for done before what it derived stands in the order it has passed', async () => {
    await append(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    const held = arbiter({ log: log.log, clock: systemClock });
    const connection = await pool.connect();
    await connection.query('begin');
    await held.apply(await log.sequence.readAfter(0, 10), connection);
    await connection.query(
      `insert into projection_checkpoints (name, version, seq) values ('arbiter', 1, 2)`,
    );
    await connection.query('commit');
    connection.release();
    expect(await settledAt(2, 100)).toBe(false);
    expect(await settledAt(1, 100)).toBe(true);
    followed();
    expect(await settledAt(2)).toBe(true);
    await pool.query(`insert into projection_checkpoints (name, version, seq) values ('book', 1, 2)`);
    expect(await progress.waitUntilProjected(['book'], 2, 100)).toBe(true);
    expect(await progress.waitUntilProjected(['book', 'arbiter'], 2, 100)).toBe(false);
    await pool.query(`update projection_checkpoints set seq = 3 where name = 'book'`);
    expect(await progress.waitUntilProjected(['book', 'arbiter'], 2, 100)).toBe(true);
  });

  it('is followed up at once, not at the next look', async () => {
    followed();
    await append(issued({ bank: north, on: '2024-03-01' }));
    await settledAt(1);
    const began = performance.now();
    expect(await settledAt(await append(claimed({ bank: north })))).toBe(true);
    expect(performance.now() - began).toBeLessThan(700);
  });
});

describe('what the arbiter keeps', () => {
  const wrongRows = async (): Promise<readonly string[]> => {
    const connection = await pool.connect();
    const mismatches = await arbiterChecker.check(connection);
    connection.release();
    return mismatches.map(({ table, key }) => `${table} ${key}`);
  };

  it('is what a second derivation says; a row altered by hand is seen', async () => {
    followed();
    await append(
      opened({ bank: south, loanId: 'L0', start: '2019-01-01' }),
      cancelled({ bank: south, loanId: 'L0' }),
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01', at: '09:00:00' }),
      claimed({ bank: north }),
      claimed({ bank: south }),
    );
    expect(await settledAt(await append(decided({ bank: north })))).toBe(true);
    expect(await wrongRows()).toEqual([]);
    const alterations = [
      [
        'first_time_dossier',
        `update first_time_dossier set dossier = replace(dossier::text, 'STANDS', 'NONE')::json`,
      ],
      ['first_time_loan', `delete from first_time_loan where stream like '%L0'`],
      ['derived_facts', 'update derived_facts set seq = null'],
    ] as const;
    for (const [table, alteration] of alterations) {
      await pool.query(alteration);
      expect((await wrongRows()).map((row) => row.split(' ')[0])).toContain(table);
    }
  });
});

describe('an arbiter whose log fails', () => {
  const failing = (
    fail: (append: () => ReturnType<EventLog['append']>, attempt: number) => ReturnType<EventLog['append']>,
  ): SettlingWorld => {
    let attempt = 0;
    return {
      clock: systemClock,
      log: {
        readStreams: (reads) => log.log.readStreams(reads),
        append: (one) => fail(() => log.log.append(one), (attempt += 1)),
      },
    };
  };

  it.each([
    ['has no room', new StorageFull()],
    ['was cut off', new Error('Connection terminated unexpectedly')],
  ])('tries again when it %s, and stops at no fact', async (_, error) => {
    followed(
      failing(async (go, attempt) => {
        if (attempt <= 3) throw error;
        return go();
      }),
    );
    await append(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    expect(await settledAt(2)).toBe(true);
    expect(await told()).toHaveLength(1);
    expect(setbacks).toHaveLength(3);
    expect((await progress.progress(['arbiter'])).failures).toEqual([]);
  });

  it('appends nothing twice when it was not told that an append stands', async () => {
    followed(
      failing(async (go, attempt) => {
        const answer = await go();
        if (attempt % 2 === 1) throw new OutcomeUnknown('borrower');
        return answer;
      }),
    );
    const last = await append(
      issued({ bank: north, on: '2024-03-02' }),
      claimed({ bank: north }),
      issued({ bank: south, on: '2024-03-01' }),
      claimed({ bank: south }),
      issued({ bank: east, on: '2024-02-01' }),
    );
    expect(await settledAt(last)).toBe(true);
    expect((await told()).map(({ type, institution }) => [type, institution])).toEqual([
      ['FirstTimeRecognised', north],
      ['FirstTimeDenied', north],
      ['FirstTimeRecognised', south],
      ['FirstTimeDenied', south],
    ]);
  });

  it('stops at a type of fact that it does not know in a loan', async () => {
    const strange = issued({ bank: north, on: '2024-03-01' });
    await append({ ...strange, fact: { ...strange.fact, type: 'LoanForgiven' } });
    followed();
    expect(await following[0]).toMatchObject({ outcome: 'failed', failure: { seq: 1 } });
  });
});
