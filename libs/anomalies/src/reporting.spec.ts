import { expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { type ReportingDay, signalReportingDays } from './reporting.js';

const reported = (seq: number): SequencedFact =>
  ({
    seq,
    type: seq % 2 === 0 ? 'FactCorrected' : 'LoanRepaid',
    institution: 'C1010211000012',
    recordedAt: '2024-06-30T16:00:00.000Z',
    metadata: { reportId: `r${seq}`, flags: ['TIM-W05'] },
  }) as unknown as SequencedFact;

it('a day counts all reports of an institution, and keeps the first ten facts of each kind', () => {
  const facts = Array.from({ length: 24 }, (_, no) => reported(no + 1));
  const [key = []] = facts.flatMap((fact) => signalReportingDays.keysOf(fact));
  expect(key).toEqual(['C1010211000012', '2024-07-01']);
  const day = facts.reduce<ReportingDay | undefined>(
    (page, fact) => signalReportingDays.fold(page, fact, key),
    undefined,
  );
  expect(day).toEqual({
    reports: 24,
    late: 24,
    corrections: 12,
    firstSeq: 1,
    lastSeq: 24,
    lateFacts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    correctionFacts: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20],
  });
});
