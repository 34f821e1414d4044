import { beforeEach, describe, expect, it } from '@jest/globals';
import { answers, otherBorrower } from './testing/answers.js';
import {
  cancelled,
  claimed,
  corrected,
  issued,
  north,
  opened,
  repaid,
  reversed,
  south,
} from './testing/borrower-facts.js';

/* Loans that were corrected and reversed: what becomes of the claims. */

const { answer, derived } = answers();

const held = { bank: north };

describe('a recognised claim', () => {
  it('is recognised on another day when its drawdown is corrected: ended and said anew in one append', async () => {
    await answer(issued({ ...held, on: '2024-03-01' }), claimed(held));
    expect(await answer(corrected(0, issued({ ...held, on: '2024-02-01' })))).toEqual([
      'Revoked north 2024-03-01 DRAWDOWN_CHANGED held',
      'Recognised north 2024-02-01',
    ]);
    const [[, ended, begun] = []] = await derived();
    expect(ended?.causedBy).toBe(begun?.causedBy);
    expect(await answer(corrected(0, issued({ ...held, on: '2024-04-01', at: '09:00:00' })))).toEqual([
      'Revoked north 2024-02-01 DRAWDOWN_CHANGED held',
      'Recognised north 2024-04-01',
    ]);
  });

  it('stands when nothing changes that it rests on: an amount, the enquiry, a time of day without another claim', async () => {
    const issue = issued({ ...held, on: '2024-03-01' });
    await answer(issue, claimed(held), repaid(held));
    const claim = claimed(held);
    expect(
      await answer(
        corrected(2, {
          ...repaid(held),
          fact: { ...repaid(held).fact, data: { loanId: 'L1', amount: '1.00' } },
        }),
        reversed(2, held),
        corrected(1, {
          ...claim,
          fact: { ...claim.fact, data: { ...claim.fact.data, enquiryDate: '2024-01-03' } },
        }),
        corrected(0, issued({ ...held, on: '2024-03-01', at: '09:00:00' })),
      ),
    ).toEqual([]);
  });

  it('gives way when the time of another one is corrected, and comes back with its own', async () => {
    const second = { bank: south };
    await answer(
      issued({ ...held, on: '2024-03-01', at: '09:00:00' }),
      issued({ ...second, on: '2024-03-01', at: '10:00:00' }),
      claimed(held),
      claimed(second),
    );
    expect(await answer(corrected(0, issued({ ...second, on: '2024-03-01', at: '08:00:00' })))).toEqual([
      'Superseded north 2024-03-01 EARLIER_CLAIM held',
      'Recognised south 2024-03-01',
    ]);
    expect(await answer(corrected(0, issued({ ...held, on: '2024-02-29', at: '23:00:00' })))).toEqual([
      'Denied south 2024-03-01 PRIOR_LOAN held',
      'Recognised north 2024-02-29',
    ]);
  });

  it('gives way on its corrected day to a loan that was drawn earlier than that', async () => {
    await answer(
      issued({ ...held, on: '2024-03-01' }),
      claimed(held),
      issued({ bank: south, on: '2024-03-10' }),
    );
    expect(await answer(corrected(0, issued({ ...held, on: '2024-03-11' })))).toEqual([
      'Denied north 2024-03-01 PRIOR_LOAN held',
    ]);
    expect(await answer(corrected(0, issued({ ...held, on: '2024-03-09' })))).toEqual([
      'Recognised north 2024-03-09',
    ]);
  });
});

describe('a denied claim', () => {
  const prior = { bank: south };

  beforeEach(() => answer(issued({ ...held, on: '2024-03-01' }), claimed(held)));

  it('is recognised when the prior loan is reversed, and denied when that is reported anew', async () => {
    expect(await answer(opened({ ...prior, start: '2019-05-05' }))).toEqual([
      'Denied north 2024-03-01 PRIOR_LOAN held',
    ]);
    expect(await answer(reversed(0, prior))).toEqual(['Recognised north 2024-03-01']);
    expect(await answer(issued({ ...prior, on: '2024-02-29' }))).toEqual([
      'Denied north 2024-03-01 PRIOR_LOAN held',
    ]);
  });

  it('stays recognised when the same loan id goes to another borrower, who then has a prior loan', async () => {
    await answer(opened({ ...prior, start: '2019-05-05' }), reversed(0, prior));
    expect(await answer(opened({ ...prior, start: '2019-05-05', borrower: otherBorrower }))).toEqual([]);
    const theirs = { bank: north, loanId: 'L2', borrower: otherBorrower };
    expect(await answer(issued({ ...theirs, on: '2024-03-01' }), claimed(theirs))).toEqual([
      'Denied north 2024-03-01 PRIOR_LOAN',
    ]);
    expect(await answer(reversed(2, prior))).toEqual(['Recognised north 2024-03-01']);
  });

  it('follows the start of an opening position, and a cancellation that is reversed', async () => {
    await answer(opened({ ...prior, start: '2019-05-05' }));
    expect(await answer(corrected(0, opened({ ...prior, start: '2024-03-01' })))).toEqual([
      'Recognised north 2024-03-01',
    ]);
    expect(await answer(corrected(0, opened({ ...prior, start: '2024-02-01' })))).toEqual([
      'Denied north 2024-03-01 PRIOR_LOAN held',
    ]);
    expect(await answer(cancelled(prior))).toEqual(['Recognised north 2024-03-01']);
    expect(await answer(reversed(3, prior))).toEqual(['Denied north 2024-03-01 PRIOR_LOAN held']);
  });
});
