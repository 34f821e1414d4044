import { expect, it } from '@jest/globals';
import type { FoundReport } from '#event-log';
import type { Ledger, RecordedReport } from '#recording';
import { idUsedOtherwise, recordedBefore } from './decide-report.log.js';
import { now, tallied } from './testing/tallies.js';

const before: RecordedReport = {
  factType: 'Tallied',
  revision: 4,
  flags: ['TIM-W05'],
  stampedAt: now,
  digest: '',
};

/** Where a repetition is said to stand, of a fact at revision 4 of the stream `loan`, and what was asked of the log for it. */
const toldOf = async (found: Pick<FoundReport, 'stream' | 'revision'> | null) => {
  const asked: unknown[] = [];
  const ledger: Pick<Ledger, 'positionAtOrAfter'> = {
    positionAtOrAfter: async (place, known) => {
      asked.push(place);
      return known?.position ?? 'asked';
    },
  };
  const place = found && ({ ...found, position: 'known' } as FoundReport);
  const outcome = await recordedBefore(tallied('r1', '1.00'), 'loan', before, place, ledger as Ledger);
  return { asked, outcome };
};

it('a repetition is told its fact, at the place that is known where that is the place of the fact', async () => {
  const { asked, outcome } = await toldOf({ stream: 'loan', revision: 4 });
  expect(outcome).toEqual({
    outcome: 'recorded',
    id: 'r1',
    repeated: true,
    facts: [{ type: 'Tallied', stream: 'loan', revision: 4 }],
    position: 'known',
    flags: ['TIM-W05'],
    stampedAt: now,
  });
  expect(asked).toEqual([{ stream: 'loan', revision: 4 }]);
  for (const other of [{ stream: 'loan', revision: 3 }, { stream: 'other', revision: 4 }, null])
    expect((await toldOf(other)).outcome.position).toBe('asked');
});

it('an id that stands for something else is refused for good', () => {
  expect(idUsedOtherwise(tallied('r1', '1.00'))).toEqual({
    outcome: 'refused',
    id: 'r1',
    type: 'xudai.loan.repaid.v1',
    violated: [expect.objectContaining({ rule: 'DUP-R01', pointer: '/id' })],
    retryable: false,
  });
});
