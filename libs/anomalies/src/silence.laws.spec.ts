import { asWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate, addDays } from '#calendar';
import { type ReportingInstitution, silences } from './reporting.js';

const year = {
  code: 'CN',
  year: 2024,
  off: ['2024-05-01', '2024-05-02', '2024-05-03'],
  worked: ['2024-04-28'],
};
const first = businessDate('2024-04-20');
const last = businessDate('2024-05-20');
const all = Array.from({ length: 31 }, (_, no) => addDays(first, no));

const bank = (more: Partial<ReportingInstitution> = {}): ReportingInstitution => ({
  kind: 'BANK',
  reportingFrom: first,
  registered: first,
  changes: [],
  ...more,
});

const reported = (days: readonly BusinessDate[]) =>
  days.map((day) => ({ day, firstSeq: all.indexOf(day) * 10 + 1, lastSeq: all.indexOf(day) * 10 + 5 }));

const isWorked = (day: BusinessDate): boolean =>
  day === '2024-04-28' || (![0, 6].includes(new Date(day).getUTCDay()) && !year.off.includes(day));

describe('silence of a bank', () => {
  it('consists of consecutive working days between two reports', () => {
    expect(
      silences(
        bank(),
        reported([businessDate('2024-04-24'), businessDate('2024-04-29')]),
        businessDate('2024-05-07'),
        [asWritten(year)],
      ),
    ).toEqual([
      { days: ['2024-04-22', '2024-04-23'], seqs: [41] },
      { days: ['2024-04-25', '2024-04-26', '2024-04-28'], seqs: [45, 91] },
      { days: ['2024-04-30', '2024-05-06', '2024-05-07'], seqs: [95] },
    ]);
  });

  it('begins when the institution has to report, and needs a calendar of the year', () => {
    const late = bank({ reportingFrom: businessDate('2024-05-06') });
    expect(silences(late, [], businessDate('2024-05-07'), [asWritten(year)])).toEqual([
      { days: ['2024-05-06', '2024-05-07'], seqs: [] },
    ]);
    expect(silences(bank(), [], businessDate('2024-05-07'), [])).toEqual([]);
  });

  it('does not include days of suspension', () => {
    const suspended = bank({
      changes: [
        { day: businessDate('2024-04-23'), suspended: true },
        { day: businessDate('2024-05-07'), suspended: false },
      ],
    });
    expect(silences(suspended, [], businessDate('2024-05-08'), [asWritten(year)])).toEqual([
      { days: ['2024-04-22', '2024-05-07', '2024-05-08'], seqs: [] },
    ]);
  });

  it('contains each working day without a report once, and no other day', () => {
    fc.assert(
      fc.property(fc.subarray(all), fc.constantFrom(...all), (days, registered) => {
        const found = silences(bank({ registered }), reported(days), last, [asWritten(year)]);
        const silent = found.flatMap((each) => each.days);
        expect(silent).toEqual(
          all.filter((day) => day >= registered && isWorked(day) && !days.includes(day)),
        );
        // Between two silences something was reported.
        for (const [place, { days: before }] of found.entries()) {
          const [next] = found[place + 1]?.days ?? [];
          const end = before.at(-1) ?? '';
          if (next !== undefined) expect(days.some((day) => day > end && day < next)).toBe(true);
        }
      }),
    );
  });
});
