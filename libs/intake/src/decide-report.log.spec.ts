import { describe, expect, it } from '@jest/globals';
import type { FoundReport } from '#event-log';
import type { FoldedStream, Ledger, RecordedReport } from '#recording';
import type { ReportType } from '#reports';
import { currentRules } from '#rules';
import type { Recording } from './append-report.log.js';
import { idUsedOtherwise, recordedBefore, refusedFor, verdictOn } from './decide-report.log.js';
import type { RefusedOutcome } from './outcome.js';
import type { ReportDecider } from './report-decider.js';
import { bank, now, tallied } from './testing/tallies.js';

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

it('a refusal names later reports that would break a rule, where there are any', () => {
  const [report, later] = [tallied('r1', '1.00'), [] as NonNullable<RefusedOutcome['later']>];
  const violated = idUsedOtherwise(report).violated;
  expect(refusedFor(report, violated, { retryable: true, later })).toMatchObject({ retryable: true, later });
  expect(refusedFor(report, violated)).not.toHaveProperty('later');
});

describe('a report that is decided on', () => {
  const state = {
    stream: 'loan',
    revision: 3,
    state: 'own',
    reports: new Map(),
  } as unknown as FoldedStream<unknown>;
  const registered = {
    stream: 'institution',
    revision: 7,
    state: { status: 'REGISTERED', suspended: false, data: { kind: 'BANK', reportingFrom: '2024-03-01' } },
  };
  const read: unknown[] = [];
  const decider = {
    decide:
      () =>
      (...states: readonly unknown[]) => {
        read.push(...states);
        return { outcome: 'record', fact: { type: 'Tallied', data: {} }, flags: [] };
      },
  } as unknown as ReportDecider<ReportType>;

  const verdict = (elsewhere: { readonly stream: string } | null, others: readonly object[] = []) => {
    const known = [null, registered, elsewhere, others, false] as never;
    const sender = { institution: bank, actor: 'key:k1', correlationId: 'c1' };
    const to = { ledger: { clock: { now: () => 0 } }, log: {}, rules: currentRules } as unknown as Recording;
    return verdictOn(tallied('r1', '1.00'), decider, known, state, sender, to, 'current');
  };

  it('is decided on again where another recorded it in its stream meanwhile, and refused where that is of another', () => {
    expect(verdict({ stream: 'loan' })).toBe('decide-again');
    expect(verdict({ stream: 'other' })).toMatchObject({
      outcome: 'refused',
      violated: [{ rule: 'DUP-R01' }],
    });
  });

  it('is decided on what its stream holds, and the others that it reads', () => {
    const [one, two] = [{ state: 'programme' }, { state: 'loan' }];
    expect(verdict(null, [one, two])).toMatchObject({
      outcome: 'record',
      guard: { stream: 'institution', revision: 7 },
    });
    expect(read).toEqual(['own', 'programme', 'loan']);
  });
});
