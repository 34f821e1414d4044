import { beforeEach, describe, expect, it } from '@jest/globals';
import { answers, otherBorrower } from './testing/answers.js';
import { claimed, corrected, decided, issued, north, reversed, south } from './testing/borrower-facts.js';

/* Claims that were reversed, and their loans after them: what becomes of the claims, of one borrower and of another. */

const { answer } = answers();

const held = { bank: north };

describe('a reversed claim', () => {
  beforeEach(() => answer(issued({ ...held, on: '2024-03-01', at: '09:00:00' }), claimed(held)));

  it('is withdrawn, its loan stays prior to others, and it may be made anew', async () => {
    expect(await answer(reversed(1, held))).toEqual(['Revoked north 2024-03-01 CLAIM_WITHDRAWN held']);
    const second = { bank: south };
    expect(await answer(issued({ ...second, on: '2024-03-02' }), claimed(second))).toEqual([
      'Denied south 2024-03-02 PRIOR_LOAN',
    ]);
    expect(await answer(corrected(0, issued({ ...held, on: '2024-03-05' })))).toEqual([
      'Recognised south 2024-03-02',
    ]);
    expect(await answer(corrected(0, issued({ ...held, on: '2024-03-01' })))).toEqual([
      'Denied south 2024-03-02 PRIOR_LOAN held',
    ]);
    expect(await answer(claimed(held))).toEqual(['Recognised north 2024-03-01']);
  });

  it('of a reversed loan is told as that, also when the loan id goes to another borrower, who claims', async () => {
    expect(await answer(reversed(1, held), reversed(0, held))).toEqual([
      'Revoked north 2024-03-01 CLAIM_WITHDRAWN held',
      'Revoked north 2024-03-01 LOAN_WITHDRAWN',
    ]);
    const theirs = { ...held, borrower: otherBorrower };
    expect(await answer(issued({ ...theirs, on: '2024-05-01' }), claimed(theirs))).toEqual([
      'Recognised north 2024-05-01',
    ]);
    expect(await answer(reversed(5, theirs), reversed(4, theirs))).toHaveLength(2);
    expect(await answer(issued({ ...held, on: '2024-06-01' }), claimed(held))).toEqual([
      'Revoked north 2024-06-01 CLAIM_WITHDRAWN',
      'Recognised north 2024-06-01',
    ]);
  });

  it('gives its place to the next one', async () => {
    const second = { bank: south };
    await answer(issued({ ...second, on: '2024-03-01', at: '10:00:00' }), claimed(second));
    expect(await answer(reversed(1, held))).toEqual([
      'Revoked north 2024-03-01 CLAIM_WITHDRAWN held',
      'Recognised south 2024-03-01',
    ]);
  });
});

it('a contest that was decided is decided as long as the claim is eligible, however it came to be', async () => {
  const second = { bank: south };
  await answer(
    issued({ ...held, on: '2024-03-01' }),
    issued({ ...second, on: '2024-03-01', at: '09:00:00' }),
    claimed(held),
    claimed(second),
  );
  expect(await answer(decided(held))).toEqual([
    'Superseded south 2024-03-01 CONTEST_DECIDED held',
    'Recognised north 2024-03-01',
  ]);
  expect(await answer(reversed(1, held))).toEqual([
    'Revoked north 2024-03-01 CLAIM_WITHDRAWN held',
    'Recognised south 2024-03-01',
  ]);
  expect(await answer(claimed(held))).toEqual([
    'Superseded south 2024-03-01 CONTEST_DECIDED held',
    'Recognised north 2024-03-01',
  ]);
});
