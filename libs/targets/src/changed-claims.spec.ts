import { describe, expect, it } from '@jest/globals';
import { bankA, borrower, claimOf, loanOf } from '#testing';
import { changedStories, seqOf } from './testing/changed-story.js';
import { correctionOf, reversalOf } from './testing/changes.js';

/* What the arbiter settled of a loan moves with it, and is ended where the loan stood last. */

const { told, actuals, narrowed } = changedStories();
const loan = loanOf(bankA, 'L1');
const claim = claimOf(bankA, 'L1');
const issued = loan.issued('2024-02-01');

describe('a claim of a loan that is reversed, and reported anew', () => {
  const anew = loan.issued('2024-05-01', { borrower: borrower({ district: '310104' }) });
  const claimed = loan.claimed('2024-02-02');
  const facts = [
    issued,
    claimed,
    claim.recognised('2024-02-01', { causedBy: seqOf(1) }),
    correctionOf(issued, { borrower: borrower({ district: '310101' }) }),
    reversalOf(claimed),
    reversalOf(issued),
    anew,
    claim.revoked('2024-02-01', { held: true, reason: 'CLAIM_WITHDRAWN', causedBy: seqOf(4) }),
    loan.claimed('2024-05-01'),
    claim.recognised('2024-05-01', { causedBy: seqOf(8) }),
    correctionOf(anew, { borrower: borrower({ district: '310105' }) }),
  ];

  it.each([1, 3, 100])('counts under the loan that it was settled for, in batches of %s', async (size) => {
    await told(facts, size);
    const counted = [0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1];
    for (const [place, many] of counted.entries())
      expect([place, (await actuals(facts, place + 1))['first-time']]).toEqual([place, String(many)]);
    for (const district of ['310115', '310101', '310104'])
      expect(await narrowed(district)).toMatchObject({ 'first-time': '0' });
    expect(await narrowed('310105')).toMatchObject({ 'first-time': '1' });
  });
});
