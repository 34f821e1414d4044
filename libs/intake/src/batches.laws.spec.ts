import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { systemClock } from '#calendar';
import {
  type Append,
  isOfMember,
  type OpenLog,
  openPostgresLog,
  type ReportAsked,
  type ReportIndex,
} from '#event-log';
import { asInstitutionCode } from '#identifiers';
import { type Fold, Ledger, newFact } from '#recording';
import { asWritten, testDatabase, type TestDatabase } from '#testing';
import { createPool } from '#database';
import { RefusalsList } from './refusals.table.js';

/*
 * What goes to the database together is asked for, or written, as if it went alone: whichever members of a batch the database
 * refuses, those fail, and all others get their own right answer. For each kind of batch there is, on a real database.
 */

let database: TestDatabase;
let pool: pg.Pool;
let open: OpenLog;
let ledger: Ledger;
let setbacks = 0;

/** The engine's index looks for no name that cannot be there; this one hands every name to the database. */
const trusting = (index: ReportIndex): ReportIndex =>
  Object.assign(Object.create(index) as ReportIndex, {
    findMany: async (asked: readonly ReportAsked[]) => {
      await pool.query('select * from unnest($1::text[])', [asked.map(({ reportId }) => reportId)]);
      return index.findMany(asked);
    },
  });

beforeAll(async () => {
  database = await testDatabase();
  const onSetback = (): void => void (setbacks += 1);
  pool = createPool(database.appUrl, { max: 4, applicationName: 'spec', onSetback });
  open = openPostgresLog({ pool, onSetback });
  ledger = new Ledger(open.log, trusting(open.index), systemClock);
});
afterAll(async () => {
  await open.close();
  await pool.end();
  await database.drop();
});

const bank = asInstitutionCode('C1010211000012');
const counting: Fold<number> = {
  kind: 'counted',
  evolution: { initial: 0, evolve: (count) => count + 1 },
};

const appendOf = (stream: string, reportId: string, isBad: boolean): Append => {
  const fact = newFact(
    { type: 'LoanRepaid', data: {} },
    { actor: 'key:k1', correlationId: null },
    Date.now(),
    {
      reportId,
      institution: bank,
      reportDigest: 'd'.repeat(64),
      effectiveDate: asWritten(isBad ? '2024-02-30' : '2024-02-29'),
    },
  );
  return { stream, expectedRevision: 'none', facts: [fact] };
};

/** Which members are bad: none, some, or all. */
const badOnes = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()), {
  minLength: 1,
  maxLength: 300,
});
const runs = { numRuns: 25 } as const;

const settled = <Answer>(asked: readonly (Promise<Answer> | null)[]) =>
  Promise.allSettled(asked.filter((each) => each !== null));

/** All that are good have the answer that they would have alone; all that are bad are refused by the database. */
const eachItsOwn = <Answer>(
  results: readonly PromiseSettledResult<Answer>[],
  bad: readonly boolean[],
  isRight: (answer: Answer, place: number) => boolean,
): boolean =>
  results.length === bad.length &&
  results.every((result, place) =>
    bad[place] === true
      ? result.status === 'rejected' && isOfMember(result.reason)
      : result.status === 'fulfilled' && isRight(result.value, place),
  );

describe('a member of a batch that the database refuses fails alone', () => {
  it('among appends', async () => {
    await fc.assert(
      fc.asyncProperty(badOnes, async (bad) => {
        const streams = bad.map(() => `loan-${bank}-${v7()}`);
        const results = await settled(
          bad.map((isBad, place) => open.log.append(appendOf(streams[place] ?? '', v7(), isBad))),
        );
        const stored = await open.log.readStreams(streams.map((stream) => ({ stream, from: 0 })));
        return (
          eachItsOwn(results, bad, ({ outcome }) => outcome === 'appended') &&
          stored.every((facts, place) => facts.length === (bad[place] === true ? 0 : 1))
        );
      }),
      runs,
    );
  });

  it('among the questions for folds', async () => {
    await fc.assert(
      fc.asyncProperty(badOnes, async (bad) => {
        const streams = bad.map((isBad) => `loan-${bank}-${isBad ? '\0' : ''}${v7()}`);
        await settled(
          streams.map((stream, place) =>
            bad[place] === true || place % 2 === 0 ? null : open.log.append(appendOf(stream, v7(), false)),
          ),
        );
        const results = await settled(
          streams.map((stream) => ledger.folds.load<readonly [number]>([{ stream, fold: counting }])),
        );
        return eachItsOwn(
          results,
          bad,
          ([{ state, stream }], place) => stream === streams[place] && state === place % 2,
        );
      }),
      runs,
    );
  });

  it('among lookups of reports', async () => {
    await fc.assert(
      fc.asyncProperty(badOnes, async (bad) => {
        const asked = bad.map((isBad) => ({
          id: `${isBad ? 'a\0' : ''}${v7()}`,
          stream: `loan-${bank}-${v7()}`,
        }));
        await settled(
          asked.map(({ id, stream }, place) =>
            bad[place] === true || place % 2 === 0 ? null : open.log.append(appendOf(stream, id, false)),
          ),
        );
        const results = await settled(asked.map(({ id }) => ledger.findReport(bank, id)));
        return eachItsOwn(results, bad, (found, place) =>
          place % 2 === 0 ? found === null : found?.stream === asked[place]?.stream,
        );
      }),
      runs,
    );
  });

  it('among lines of the list of refusals', async () => {
    const refusals = new RefusalsList(pool);
    await fc.assert(
      fc.asyncProperty(badOnes, async (bad) => {
        const ids = bad.map(() => v7());
        const results = await settled(
          bad.map((isBad, place) =>
            refusals.add({
              at: isBad ? 'no instant' : '2024-02-29T00:00:00.000Z',
              institution: bank,
              refused: {
                id: ids[place] ?? null,
                type: 'xudai.loan.repaid.v1',
                rule: 'REP-R01',
                pointer: '/data/amount',
                retryable: false,
              },
            }),
          ),
        );
        const { rows } = await pool.query<{ id: string }>(
          'select report_id as id from refusals where report_id = any($1) order by no',
          [ids],
        );
        const listed = rows.map(({ id }) => id);
        return (
          eachItsOwn(results, bad, () => true) &&
          listed.join() === ids.filter((_, place) => bad[place] !== true).join()
        );
      }),
      runs,
    );
  });

  it('and nothing was taken for an outage', () => {
    if (setbacks > 0) throw new Error(`${setbacks} setbacks`);
  });
});
