import { describe, expect, it } from '@jest/globals';
import type { ClaimSettlement, Fact } from '#contract';
import { claimSteps } from './claim-steps.js';

const settled = (seq: number, more: Partial<ClaimSettlement> = {}): ClaimSettlement => ({
  seq,
  recordedAt: '2024-06-30T00:00:00.000Z',
  type: 'FirstTimeRecognised',
  institution: 'a',
  loanId: 'L1',
  effectiveDate: '2024-03-01',
  reason: null,
  earlierDate: null,
  held: false,
  causedBy: null,
  ...more,
});

const decision = (seq: number, institution: string): Fact =>
  ({
    seq,
    recordedAt: '2024-06-30T00:00:00.000Z',
    type: 'FirstTimeContestDecided',
    data: { borrowerKey: 'B', institution, loanId: 'L1', reason: 'stamped first' },
  }) as unknown as Fact;

describe('the steps of a claim', () => {
  it('are all that was recorded of it in the order of the log, with what each did to the count', () => {
    const settlements = [
      settled(3),
      settled(4, { institution: 'b', type: 'FirstTimeSuperseded', reason: 'EARLIER_CLAIM' }),
      settled(7, { type: 'FirstTimeSuperseded', reason: 'CONTEST_DECIDED', held: true }),
      settled(8, { institution: 'b' }),
      settled(11, { type: 'FirstTimeDenied', reason: 'PRIOR_LOAN', earlierDate: '2019-01-01' }),
    ];
    const steps = claimSteps(
      { settlements, decisions: [decision(6, 'b'), decision(9, 'a')] },
      { institution: 'a', loanId: 'L1' },
    );
    expect(
      steps.map(({ seq, said, more, counts, isInForce }) => [seq, said, more, counts, isInForce]),
    ).toEqual([
      [3, 'recognised', '', 1, false],
      [7, 'CONTEST_DECIDED', '', -1, false],
      [9, 'decided', 'stamped first', 0, false],
      [11, 'PRIOR_LOAN', '2019-01-01', 0, true],
    ]);
  });

  it('are of the one claim alone, and none where nothing was said of it yet', () => {
    const settlements = [settled(3, { loanId: 'L2' }), settled(4, { institution: 'b' })];
    expect(claimSteps({ settlements, decisions: [] }, { institution: 'a', loanId: 'L1' })).toEqual([]);
  });
});
