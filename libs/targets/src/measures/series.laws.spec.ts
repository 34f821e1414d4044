import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, type Interval } from '#calendar';
import { formatYuan, type Fen } from '#money';
import { lawRuns } from '#testing';
import { balances, distinct, figureAnew, measuresAnew, reportedValues } from '../testing/contributed-anew.js';
import { smallSizes } from '../testing/planted-definitions.js';
import { day, filters } from '../testing/stories.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { tell, tellings } from '../testing/recorded-stories.js';
import { seriesOf } from './measure-figures.query.js';

/* Every point of every series is what an independent fold of the facts known comes to at its end. */

/** Balances as often as all others together: they alone carry what came before. From and up to days on which nothing comes as well. */
const questions = fc.record({
  code: fc.oneof(fc.constantFrom(...measuresAnew), fc.constantFrom(...balances)),
  interval: fc.constantFrom<Interval>('day', 'week', 'month', 'month'),
  effectiveAsOf: fc.oneof(day, fc.constant(businessDate('2024-07-31'))),
  from: fc.option(
    fc.constantFrom(...['2024-01-01', '2024-02-15', '2024-07-15', '2024-12-31'].map(businessDate)),
    { freq: 2 },
  ),
  asked: fc.oneof(fc.constant({}), filters),
});

describe('series', () => {
  const figures = recordedFigures();

  const textOf = (measure: string) => (quantity: bigint) =>
    measure === 'renewals' || distinct.includes(measure) ? String(quantity) : formatYuan(quantity as Fen);

  it('equal an independent fold, point by point, at any cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        fc.array(questions, { minLength: 8, maxLength: 8 }),
        async (telling, several) => {
          const { all, knownAt, placeOf } = await tell(figures, telling);
          for (const { code, interval, effectiveAsOf, from, asked } of several) {
            const question = { code, effectiveAsOf, knownAt, filters: asked, interval };
            const { found } = await seriesOf(
              figures.pool(),
              { ...question, ...(from === null ? {} : { from }) },
              smallSizes,
            );
            const points = found?.points ?? [];
            const begin = balances.includes(code) ? null : from;
            const at = (to: string) => figureAnew(code, all, placeOf, { from: begin, to, filters: asked });
            const text = textOf(code);
            const whole = at(effectiveAsOf);
            if (from !== null && from <= effectiveAsOf) expect(points[0]?.from).toBe(from);
            if (points.length > 0) expect(points.at(-1)?.to).toBe(effectiveAsOf);
            else if (from === null) expect([null, 0n]).toContain(whole);
            let before: bigint | null = 0n;
            if (begin === null && from !== null && from > '2023-12-31') before = at(addDays(from, -1));
            const expected = points.map(({ from: first, to }) => {
              const closing = at(to);
              const opening = before ?? 0n;
              before = closing;
              if (closing === null) return { from: first, to, quantity: null, cumulative: null };
              return { from: first, to, quantity: text(closing - opening), cumulative: text(closing) };
            });
            expect([code, points]).toEqual([code, expected]);
          }
        },
      ),
      { numRuns: lawRuns(12) },
    );
  });

  it('say why there is none', async () => {
    const { knownAt } = await tell(figures, { all: [], order: [], size: 40, share: 1 });
    const ask = (code: string, more: object = {}) =>
      seriesOf(
        figures.pool(),
        { code, effectiveAsOf: businessDate('2024-12-31'), knownAt, filters: {}, interval: 'day', ...more },
        smallSizes,
      );
    expect(await ask('nothing')).toEqual({ found: null, why: { reason: 'not-defined' } });
    expect(await ask('renewals', { knownAt: 1 })).toEqual({ found: null, why: { reason: 'not-defined' } });
    expect(await ask('technology-balance-growth')).toEqual({
      found: null,
      why: { reason: 'growth', of: 'technology-balance' },
    });
    expect(await ask('renewals', { from: '1900-01-01' })).toEqual({
      found: null,
      why: { reason: 'too-many', most: 4_000 },
    });
    expect((await ask(reportedValues, { from: '2024-12-30' })).found?.points).toEqual([
      { from: '2024-12-30', to: '2024-12-30', quantity: null, cumulative: null },
      { from: '2024-12-31', to: '2024-12-31', quantity: null, cumulative: null },
    ]);
    expect((await ask('renewals')).found?.points).toEqual([]);
    expect((await ask('renewals', { from: '2025-01-01' })).found?.points).toEqual([]);
  });
});
