import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { Anomaly } from '#contract';
import { openPostgresLog } from '#event-log';
import { asInstitutionCode, type InstitutionCode } from '#identifiers';
import { FollowedLog, lawRuns, metadataOf } from '#testing';
import { anomaliesChecker } from './anomalies.checker.js';
import { anomaliesProjection } from './anomalies.projection.js';
import { anomaliesPage } from './anomalies.query.js';
import { anomaliesAnew } from './testing/anomalies-anew.js';
import { monthsAnew } from './testing/months-anew.js';
import { anyMove, Story } from './testing/suspicious-stories.js';
import { bounds, defaultThresholds, signals, type Thresholds } from './candidate.js';

/*
 * Whatever is reported, corrected and reversed: what is listed is what a plain look at all facts finds, with the thresholds of the contract
 * and with any others, wherever batches are cut; and every row is what the checker derives.
 */

const following = () =>
  FollowedLog.of({ openLog: openPostgresLog, projection: anomaliesProjection, checker: anomaliesChecker });
let log: Awaited<ReturnType<typeof following>>;

beforeAll(async () => {
  log = await following();
  await log.append(null, 'calendar-CN', {
    ...institution(null, ''),
    type: 'CalendarSet',
    data: { code: 'CN', year: 2024, off: [], worked: [] },
  });
});
afterAll(() => log.close());

const whole = (name: 'renewals' | 'months' | 'banks' | 'days', [least, most]: readonly [number, number]) =>
  fc.record({ [name]: fc.integer({ min: least, max: Math.min(most, least + 60) }) });

/** Thresholds of one signal, within its bounds. */
const otherThresholds: fc.Arbitrary<Partial<Record<string, Partial<Thresholds>>>> = fc.record({
  evergreening: fc.tuple(whole('renewals', [2, 5]), whole('months', bounds.evergreening.months)),
  'loss-after-renewal': whole('days', bounds['loss-after-renewal'].days),
  'first-time-repaid-early': whole('days', bounds['first-time-repaid-early'].days),
  'first-time-small': fc.record({ principal: fc.constantFrom('1000.00', '1000.01', '100000.00') }),
  'bailout-from-many-banks': fc.tuple(
    whole('banks', [2, 3]),
    whole('days', bounds['bailout-from-many-banks'].days),
  ),
  'round-trip': fc.record({ share: fc.constantFrom('0', '0.01', '0.0196', '0.02', '0.1') }),
}) as never;

const institution = (code: InstitutionCode | null, kind: string) => ({
  eventId: '00000000-0000-7000-8000-000000000000',
  type: 'InstitutionRegistered',
  effectiveDate: null,
  institution: code,
  data: { code, name: { zh: '行', en: 'Bank' }, kind, lei: null, cnaps: null, reportingFrom: '2024-01-01' },
  metadata: metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' }),
});

const kept = signals.filter(
  (signal) =>
    !['late-reports', 'many-corrections', 'many-refusals', 'month-end-spike', 'silent'].includes(signal),
);

it('anomalies are those of a plain search of all facts, with any thresholds', async () => {
  let run = 0;
  const listed = async (banks: readonly string[], given: Partial<Record<string, Partial<Thresholds>>>) => {
    const found: Anomaly[] = [];
    for (const signal of kept)
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await anomaliesPage(log.pool, {
          signal,
          thresholds: Object.assign({}, ...[given[signal] ?? {}].flat()) as Partial<Thresholds>,
          institution: banks,
          asOf: businessDate('2024-07-01'),
          limit: 3,
          ...(cursor === '' ? {} : { cursor }),
        });
        found.push(...page.items);
        cursor = page.next;
      }
    return found;
  };
  const named = ({ signal, institution: at, borrowerKey, loanId, facts }: Anomaly): string => {
    const who = signal === 'report-id-reused' ? [at] : at === null ? [borrowerKey] : [at, loanId];
    return `${[signal, ...who].join(' ')}: ${facts.map(({ seq }) => seq).join(' ')}`;
  };

  const months = async (banks: readonly string[], thresholds: Partial<Thresholds>) => {
    const found: string[] = [];
    for (const signal of ['late-reports', 'many-corrections', 'month-end-spike'] as const)
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await anomaliesPage(log.pool, {
          signal,
          thresholds,
          institution: banks,
          asOf: businessDate('2025-01-01'),
          limit: 1,
          ...(cursor === '' ? {} : { cursor }),
        });
        for (const { institution: at, on, factsInAll } of page.items)
          found.push(`${signal} ${at} ${on.slice(0, 7)} ${factsInAll}`);
        cursor = page.next;
      }
    return found.toSorted();
  };

  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMove, { minLength: 20, maxLength: 70 }),
      fc.integer({ min: 1, max: 40 }),
      otherThresholds,
      fc.record({
        share: fc.constantFrom('0', '0.01', '0.2', '0.35', '0.5', '0.9999', '1'),
        workingDays: fc.integer({ min: 1, max: 10 }),
      }),
      async (moves, size, others, ofMonth) => {
        run += 1;
        const banks = [0, 1, 2].map((no) =>
          asInstitutionCode(`C10102110${String(run * 10 + no).padStart(5, '0')}`),
        );
        const story = new Story(banks, [`BORROWER-${run}-A`, `BORROWER-${run}-B`], run);
        const before = log.seq;
        for (const [no, code] of banks.entries())
          await log.append(
            code,
            `institution-${code}`,
            institution(code, no === 2 && run % 2 === 0 ? 'GUARANTOR' : 'BANK'),
          );
        for (const move of moves) {
          const { institution: by, stream, fact } = story.next(move);
          await log.append(asInstitutionCode(by), stream, fact);
        }
        expect(await log.apply(size)).toEqual([]);
        const facts = await log.recorded(before);
        expect(await months(banks, ofMonth)).toEqual(monthsAnew(facts, ofMonth as Thresholds));
        const counted = run % 2 === 0 ? banks.slice(0, 2) : banks;
        for (const given of [{}, others]) {
          const thresholds = (signal: string): Thresholds =>
            Object.assign(
              {},
              defaultThresholds[signal as keyof typeof defaultThresholds],
              ...[given[signal as keyof typeof given] ?? {}].flat(),
            ) as Thresholds;
          const found = (await listed(banks, given)).map(named).toSorted();
          expect(found).toEqual(anomaliesAnew(facts, counted, thresholds));
        }
      },
    ),
    { numRuns: lawRuns(12), endOnFailure: true },
  );
});
