import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import { openPostgresLog } from '#event-log';
import type { NewFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { correctedTo, factOf, FollowedLog, foundInSlices, reversedAt } from '#testing';
import { reportingBookChecker } from './reporting-book.checker.js';
import { reportingBookProjection } from './reporting-book.projection.js';
import { IndicatorsHandler, IndicatorsQuery, StatementHandler, StatementQuery } from './reporting.query.js';
import { bankA } from './testing/reported-facts.js';

/* Reports that were corrected and reversed: what is effective on a day, and which value an indicator has. */

const following = () =>
  FollowedLog.of({
    openLog: openPostgresLog,
    projection: reportingBookProjection,
    checker: reportingBookChecker,
  });
let log: Awaited<ReturnType<typeof following>>;

beforeAll(async () => {
  log = await following();
});
afterAll(() => log.close());

let made = 0;
const newFact = (type: string, effectiveDate: string, data: object): NewFact =>
  factOf(type, data, {
    effectiveDate,
    eventId: `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
    metadata: { stampedAt: '2024-06-30T10:00:00.000Z' },
  });
const repaid = (on: string, amount: string) => newFact('LoanRepaid', on, { loanId: 'L1', amount });
const value = (amount: string, asAt = '2024-05-31', more: object = {}) =>
  newFact('IndicatorReported', '2024-06-10', { indicator: 'p', value: amount, unit: 'CNY', asAt, ...more });

describe('reports with corrections', () => {
  const loan = `loan-${bankA}-L1`;
  const indicator = `indicator-${bankA}-p`;
  const statement = (day: string) =>
    new StatementHandler(log.pool).execute(new StatementQuery(bankA, businessDate(day)));
  const indicators = async () =>
    (
      await new IndicatorsHandler(log.pool).execute(new IndicatorsQuery({ limit: 10, institution: [bankA] }))
    ).items.map(({ asAt, value: shown, seq: last }) => [asAt, shown, last]);

  it('a statement says of a day what was recorded on it, and what is effective by what stands', async () => {
    for (const fact of [
      repaid('2024-06-01', '1.00'),
      repaid('2024-06-01', '2.00'),
      repaid('2024-06-02', '4.00'),
      correctedTo(1, repaid('2024-06-02', '8.00')),
      reversedAt(2),
      reversedAt(0),
    ])
      await log.append(bankA, loan, fact);
    expect(await log.apply(2)).toEqual([]);
    const { recorded } = await statement('2024-06-30');
    expect(recorded).toEqual([
      { type: 'FactCorrected', count: 1, sum: null },
      { type: 'FactReversed', count: 2, sum: null },
      { type: 'LoanRepaid', count: 3, sum: '7.00' },
    ]);
    expect((await statement('2024-06-01')).effective).toEqual([]);
    expect((await statement('2024-06-02')).effective).toEqual([
      { type: 'LoanRepaid', count: 1, sum: '8.00' },
    ]);
    // The day on which the bank made them.
    expect((await statement('2024-08-01')).effective).toEqual([]);
  });

  it('an indicator has the last value that stands, and the one before when that is reversed', async () => {
    const first = log.seq + 1;
    for (const fact of [value('1.00'), value('2.00'), value('3.00', '2024-06-30')])
      await log.append(bankA, indicator, fact);
    await log.append(bankA, indicator, reversedAt(1));
    expect(await log.apply(3)).toEqual([]);
    expect(await indicators()).toEqual([
      ['2024-05-31', '1.00', first],
      ['2024-06-30', '3.00', first + 2],
    ]);
    await log.append(bankA, indicator, correctedTo(2, value('4.00')));
    await log.append(bankA, indicator, correctedTo(0, value('5.00')));
    expect(await log.apply(1)).toEqual([]);
    expect(await indicators()).toEqual([['2024-05-31', '4.00', first + 4]]);
    await log.append(bankA, indicator, reversedAt(2));
    expect(await log.apply(1)).toEqual([]);
    expect(await indicators()).toEqual([['2024-05-31', '5.00', first + 5]]);
    await log.append(bankA, indicator, reversedAt(0));
    expect(await log.apply(1)).toEqual([]);
    expect(await indicators()).toEqual([]);
  });
});

type Kind = 'loan' | 'bailout' | 'indicator';

const day = fc.constantFrom('2024-06-01', '2024-06-02', '2024-06-03');
const anyReport = fc.record({ on: day, amount: fc.integer({ min: 1, max: 9 }).map((yuan) => `${yuan}.00`) });
const factIn: Readonly<Record<Kind, (report: { readonly on: string; readonly amount: string }) => NewFact>> =
  {
    loan: ({ on, amount }) => repaid(on, amount),
    bailout: ({ on, amount }) =>
      newFact('BailoutReturned', on, { disbursementId: 'D1', kind: 'BRIDGE', programme: 'B24', amount }),
    indicator: ({ on, amount }) => value(amount, on, on === '2024-06-03' ? { scope: 'branch' } : {}),
  };

const anyMove = fc.record({
  kind: fc.constantFrom<Kind>('loan', 'bailout', 'indicator', 'indicator'),
  does: fc.constantFrom('report', 'report', 'correct', 'correct', 'reverse'),
  which: fc.nat(99),
  report: anyReport,
  /** In Shanghai the one is of the last day of a month, the other of the next day. */
  stampedAt: fc.constantFrom('2024-06-30T15:59:59.999Z', '2024-06-30T16:00:00.000Z'),
});

it('rows are what the checker derives, whatever is reported, corrected and reversed, and wherever batches are cut', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMove, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (moves, size) => {
        run += 1;
        const institution = `C10102110${String(run).padStart(5, '0')}`;
        const standing: Record<Kind, number[]> = { loan: [], bailout: [], indicator: [] };
        const names = { loan: 'L1', bailout: 'B24', indicator: 'p' };
        for (const { kind, does, which, report, stampedAt } of moves) {
          const stream = `${kind}-${institution}-${names[kind]}`;
          const revision = standing[kind][which % standing[kind].length];
          const reported = factIn[kind](report);
          const fact = { ...reported, metadata: { ...reported.metadata, stampedAt } };
          if (does === 'report' || revision === undefined) {
            standing[kind].push(await log.append(asInstitutionCode(institution), stream, fact));
          } else if (does === 'correct')
            await log.append(asInstitutionCode(institution), stream, correctedTo(revision, fact));
          else {
            await log.append(asInstitutionCode(institution), stream, reversedAt(revision));
            standing[kind] = standing[kind].filter((each) => each !== revision);
          }
        }
        expect(await log.apply(size)).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
  // A round before was left in the middle.
  for (const part of reportingBookChecker.parts) await part.carry?.(log.client, { after: null, upTo: '100' });
  expect(await foundInSlices(reportingBookChecker, log.client, 30)).toEqual([]);
  await log.client.query(`delete from statement_day where axis = 'effective' and day = '2024-06-01'`);
  const found = await reportingBookChecker.check(log.client);
  expect(found.length).toBeGreaterThan(0);
  expect(await foundInSlices(reportingBookChecker, log.client, 30)).toEqual(found);
});
