import { describe, expect, it } from '@jest/globals';
import { cutIn, cutParameters } from '../figures/cut.js';
import { figureLeftIn, loansAsked, loansViewIn } from '../loans/loans-view.js';
import { progressViewIn } from '../progress/progress-view.js';
import {
  breakdownViewIn,
  dimensionsIn,
  factsViewIn,
  figureParameters,
  loansOf,
  monthsOver,
  narrowedTo,
} from './breakdown-view.js';

/* An address says what is seen; whatever it says that is none of ours is as if it were not there. */

const nowMs = Date.parse('2024-06-30T15:59:00.000Z');

describe('an address', () => {
  it('says up to when, and as known when: to the end of a day in Shanghai, or at a fact', () => {
    expect(cutParameters({ asOf: '2024-03-31', known: '2024-04-05' }, nowMs)).toEqual({
      effectiveAsOf: '2024-03-31',
      knownAt: '2024-04-05T23:59:59.999+08:00',
    });
    expect(cutParameters({ known: '18842' }, nowMs).knownAt).toBe('18842');
  });

  it('means now by today and by what is still to come', () => {
    for (const known of ['2024-06-30', '2030-01-01'])
      expect(cutParameters({ known }, nowMs).knownAt).toBeUndefined();
    // A minute later it is July in Shanghai.
    expect(cutParameters({ known: '2024-06-30' }, nowMs + 60_000).knownAt).toBeDefined();
  });

  it.each(['2024-13-01', 'yesterday', '-1', '0', '"><script>', '1e9', '2024-1-1'])(
    'is not led astray by %j',
    (text) => {
      expect(cutIn({ asOf: text, known: text })).toEqual({ asOf: undefined, known: undefined });
      expect(progressViewIn({ since: text, figures: text })).toMatchObject({
        since: undefined,
        figures: undefined,
      });
    },
  );

  it('cuts by one dimension or two that differ, by district unless it says otherwise', () => {
    expect(dimensionsIn('size,month')).toEqual(['size', 'month']);
    expect(dimensionsIn('month,size,district')).toEqual(['month', 'size']);
    for (const by of [undefined, '', 'colour', '__proto__', 'district,district'])
      expect(dimensionsIn(by)).toEqual(['district']);
  });

  it('narrows by lists of codes, a bank always to itself', () => {
    const view = breakdownViewIn({ district: '310101,310115', size: 'x y', by: 'month' });
    expect(view).toMatchObject({ district: '310101,310115', size: undefined, by: 'month' });
    expect(figureParameters(view, null)).toMatchObject({ district: ['310101', '310115'] });
    expect(figureParameters({ ...view, institution: 'C1' }, 'C2')).toMatchObject({ institution: 'C2' });
    expect(factsViewIn({ month: '2024-02' }).month).toBe('2024-02');
    expect(factsViewIn({ month: '2024-14' }).month).toBeUndefined();
    expect(loansViewIn({ district: '310101,310115', borrower: '<b>', maturityTo: 'soon' })).toMatchObject({
      district: '310101,310115',
      borrower: undefined,
      maturityTo: undefined,
    });
    const asked = loansAsked(loansViewIn({ size: 'SMALL,MICRO', institution: 'C1' }), 'C2');
    expect(asked).toMatchObject({ size: ['SMALL', 'MICRO'], institution: 'C2', tag: undefined });
  });

  it('has months without a gap, whichever of them have anything', () => {
    expect(monthsOver(['2025-02', '2024-11'])).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
    expect([monthsOver(['2024-05']), monthsOver([])]).toEqual([['2024-05'], []]);
  });

  it('leads from a cell to its facts and, where it says something of loans, to those', () => {
    const view = breakdownViewIn({ size: 'SMALL', by: 'district' });
    expect(narrowedTo(view, { district: '310101' })).toMatchObject({ district: '310101', size: 'SMALL' });
    expect(loansOf(view, { district: '310101' })).toEqual({ district: '310101', size: 'SMALL' });
    expect(loansOf(view, { month: '2024-02' })).toBeUndefined();
    expect(loansOf(breakdownViewIn({ size: 'SMALL,MICRO' }), { industry: 'C' })).toEqual({
      industry: 'C',
      size: 'SMALL,MICRO',
    });
    const filter = { and: [{ in: ['/data/kind', ['A']] }, { eq: ['/loan/tags', 'CHAIN'] }] };
    expect(loansOf(view, { district: '310101' }, filter)).toMatchObject({ size: 'SMALL', tag: 'CHAIN' });
  });

  it('keeps the figure that a list of loans was come to from, which narrows the list in no way', () => {
    const search = { district: '310101', measure: 'renewal-volume', asOf: '2024-12-31', known: '18842' };
    expect(figureLeftIn(search)).toEqual({
      measure: 'renewal-volume',
      asOf: '2024-12-31',
      known: '18842',
      from: undefined,
      to: undefined,
    });
    expect(loansAsked(loansViewIn(search), null)).not.toHaveProperty('measure');
    expect(figureLeftIn({ asOf: '2024-12-31' })).toBeUndefined();
  });
});
