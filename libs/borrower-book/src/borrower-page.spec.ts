import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { type BorrowerPage, borrowerPage } from './borrower-page.js';
import { borrowerPageTable } from './borrower-book.projection.js';
import { bankA, borrower } from '#testing';
import { claimed, disbursed, issued, repaid } from './testing/describing-facts.js';

const folded = (...facts: readonly SequencedFact[]): BorrowerPage | undefined =>
  facts.reduce<BorrowerPage | undefined>(borrowerPage, undefined);

describe('the page of a borrower', () => {
  it('is as the institution described it', () => {
    expect(folded(issued(3, bankA, 'L1', borrower({ name: '甲公司' })))).toEqual({
      borrowerKey: borrower().id,
      institution: bankA,
      kind: 'ENTERPRISE',
      size: 'SMALL',
      district: '310115',
      industry: 'C39',
      name: '甲公司',
      seq: 3,
      before: [],
    });
  });

  it('follows the last description, in a loan, a claim or a disbursement', () => {
    const page = folded(
      issued(1, bankA, 'L1', borrower({ name: '甲公司' })),
      claimed(2, bankA, 'L1', borrower({ size: 'MICRO' })),
    );
    expect(page).toMatchObject({ size: 'MICRO', name: null, seq: 2, before: [1] });
    const opened = {
      ...issued(4, bankA, 'L2', borrower({ district: '310101' })),
      type: 'LoanOpened',
    };
    expect(borrowerPage(page, opened)).toMatchObject({ district: '310101', size: 'SMALL', seq: 4 });
    expect(borrowerPage(page, disbursed(5, bankA, borrower({ industry: 'K70' })))).toMatchObject({
      industry: 'K70',
      seq: 5,
    });
  });

  it('remembers which facts described it before, and not all of many', () => {
    const many = Array.from({ length: 51 }, (_, index) => issued(index + 1, bankA, `L${index}`, borrower()));
    expect(folded(...many)?.before).toHaveLength(50);
    expect(folded(...many)).not.toHaveProperty('isCut');
    const page = folded(...many, issued(60, bankA, 'M', borrower()));
    expect(page).toMatchObject({ seq: 60, isCut: true });
    expect([page?.before.length, page?.before[0], page?.before.at(-1)]).toEqual([50, 51, 2]);
  });

  it('is untouched by facts that describe nobody', () => {
    const page = folded(issued(1, bankA, 'L1', borrower()));
    expect(borrowerPage(page, repaid(2, bankA, 'L1'))).toBe(page);
    expect(borrowerPageTable.keysOf(repaid(2, bankA, 'L1'))).toEqual([]);
    const granted = { ...disbursed(3, bankA, borrower()), stream: 'bailout-programme-B24' };
    expect(borrowerPageTable.keysOf(granted)).toEqual([]);
  });

  it('stops at a type it does not know, and at a fact of nobody', () => {
    const fact = issued(1, bankA, 'L1', borrower());
    expect(() => folded({ ...fact, type: 'FactMoved' })).toThrow('FactMoved is not known');
    expect(() => folded({ ...fact, institution: null })).toThrow('has no institution');
  });
});
