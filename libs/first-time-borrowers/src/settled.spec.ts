import { describe, expect, it } from '@jest/globals';
import type { BorrowerFact } from '#facts';
import { type AsWritten, factOf } from '#testing';
import type { ArbitratedClaim, Status } from './arbitrate.js';
import { afterSettling, derive, type DerivedChange, nothingSettled, type Settled } from './settled.js';
import { borrowerKey, decided, east, north, south } from './testing/borrower-facts.js';

const claim = (
  institution: string,
  status: Status,
  more: Partial<AsWritten<ArbitratedClaim>> = {},
): ArbitratedClaim =>
  ({
    ...status,
    institution,
    loanId: 'L1',
    drawdownDate: '2024-03-01',
    earlierDate: null,
    contested: false,
    ...more,
  }) as ArbitratedClaim;

const recognised: Status = { status: 'RECOGNISED', reason: null };
const superseded: Status = { status: 'SUPERSEDED', reason: 'EARLIER_CLAIM' };
const denied: Status = { status: 'DENIED', reason: 'PRIOR_LOAN' };
const revoked: Status = { status: 'REVOKED', reason: 'LOAN_WITHDRAWN' };

const after = (settled: Settled, changes: readonly DerivedChange[]): Settled =>
  changes
    .map(({ type, data, ...more }) => factOf(type, data, more) as BorrowerFact)
    .reduce(afterSettling, settled);

const derived = (settled: Settled, ...claims: readonly ArbitratedClaim[]): readonly DerivedChange[] =>
  derive({ borrowerKey, causedBy: 7 }, settled, claims);

const brief = (changes: readonly DerivedChange[]) =>
  changes.map(({ type, institution, effectiveDate, data }) => [
    type.replace('FirstTime', ''),
    institution,
    effectiveDate,
    data.held,
  ]);

const held = after(
  nothingSettled,
  derived(nothingSettled, claim(north, recognised), claim(south, superseded)),
);

describe('what is derived', () => {
  it('is nothing when the stream says it already', () => {
    expect(derived(held, claim(north, recognised), claim(south, superseded))).toEqual([]);
  });

  it('carries the borrower, the claim, why, and from what', () => {
    expect(derived(nothingSettled, claim(north, denied, { earlierDate: '2024-01-01' }))).toEqual([
      {
        type: 'FirstTimeDenied',
        institution: north,
        effectiveDate: '2024-03-01',
        data: {
          borrowerKey,
          loanId: 'L1',
          reason: 'PRIOR_LOAN',
          earlierDate: '2024-01-01',
          held: false,
          causedBy: 7,
        },
      },
    ]);
  });

  it('ends before it recognises, and says which ending takes a recognition back', () => {
    const changes = derived(held, claim(south, recognised), claim(north, revoked), claim(east, denied));
    expect(brief(changes)).toEqual([
      ['Revoked', north, '2024-03-01', true],
      ['Denied', east, '2024-03-01', false],
      ['Recognised', south, '2024-03-01', false],
    ]);
    expect(after(held, changes)).toMatchObject({ holder: { key: `${south}|L1` }, lastCause: 7 });
  });

  it('is a fact when only the reason is another', () => {
    const decision: Status = { status: 'SUPERSEDED', reason: 'CONTEST_DECIDED' };
    expect(brief(derived(held, claim(north, recognised), claim(south, decision)))).toEqual([
      ['Superseded', south, '2024-03-01', false],
    ]);
  });

  it('is no fact when only the earlier date, or the date of a claim that does not hold, is another', () => {
    const settled = after(
      nothingSettled,
      derived(nothingSettled, claim(north, denied, { earlierDate: '2024-01-01' })),
    );
    const changed = claim(north, denied, { earlierDate: '2023-01-01', drawdownDate: '2024-02-02' });
    expect(derived(settled, changed)).toEqual([]);
  });

  it('takes a recognition back at its old date and makes it anew, when the holder’s drawdown became another', () => {
    const changes = derived(
      held,
      claim(north, recognised, { drawdownDate: '2024-02-10' }),
      claim(south, denied),
    );
    expect(brief(changes)).toEqual([
      ['Revoked', north, '2024-03-01', true],
      ['Denied', south, '2024-03-01', false],
      ['Recognised', north, '2024-02-10', false],
    ]);
    expect(changes[0]?.data.reason).toBe('DRAWDOWN_CHANGED');
    expect(after(held, changes).holder).toEqual({ key: `${north}|L1`, effectiveDate: '2024-02-10' });
  });

  it('ends a recognition at the date it was made for, though the drawdown became another', () => {
    const moved = claim(north, superseded, { drawdownDate: '2024-03-09' });
    expect(brief(derived(held, moved))).toEqual([['Superseded', north, '2024-03-01', true]]);
  });
});

describe('what a stream says', () => {
  it('holds the recognised claim until that one ends, whatever becomes of others', () => {
    expect(after(held, derived(held, claim(north, revoked))).holder).toBeNull();
    expect(held.holder?.key).toBe(`${north}|L1`);
    expect(after(held, derived(held, claim(south, denied))).holder).toEqual(held.holder);
  });

  it('follows from its latest cause, whatever is written last', () => {
    const [change] = derived(nothingSettled, claim(north, recognised));
    if (!change) throw new Error('one');
    const early = { ...change, data: { ...change.data, causedBy: 3 } } as DerivedChange;
    expect(after(held, [early]).lastCause).toBe(7);
    expect(after(nothingSettled, [early]).lastCause).toBe(3);
  });

  it('is not changed by a decision of a supervisor', () => {
    const { fact } = decided({ bank: north });
    expect(afterSettling(held, { ...fact, stream: 's', revision: 2 } as BorrowerFact)).toBe(held);
  });
});
