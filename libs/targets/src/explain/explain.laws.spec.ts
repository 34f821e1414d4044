import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { Explanation, MeasureFact, TargetProgress } from '#contract';
import type { TargetData } from '#facts';
import { type AsWritten, bankA, bankB, lawRuns, loanOf, planted, reported } from '#testing';
import { measuredAnew } from '../testing/folded-anew.js';
import { definitionFacts, progressIn, smallSizes, targetFact } from '../testing/planted-definitions.js';
import { day, interleaved, picks, stories } from '../testing/stories.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { explained, type ExplainQuestion } from './explain.query.js';

/* An explanation says what asking for progress at every fact would say, and what moved a figure adds up to how it moved. */

const period = { from: '2024-01-01', to: '2024-12-31' };
const asAt = { asAt: '2024-12-31' };
const counted = ['renewals', 'chain-borrowers', 'first-time-borrowers'];

const shapeOf = (measure: string): Partial<AsWritten<TargetData>> & Pick<AsWritten<TargetData>, 'period'> => {
  if (measure === 'technology-balance-growth')
    return { unit: 'RATIO', threshold: '0.2500', comparator: 'GTE', period: asAt, base: '2023-12-31' };
  if (counted.includes(measure)) return { unit: 'COUNT', threshold: '1', period };
  return { threshold: '700.00', period: measure === 'loan-balance' ? asAt : period };
};

const targets = measuredAnew.map((measure) => targetFact({ code: measure, measure, ...shapeOf(measure) }));
const before = [...definitionFacts, ...targets];

const wholeUnits = (text: string): bigint => BigInt(text.replace('.', ''));

describe('an explanation', () => {
  const figures = recordedFigures();

  const ask = async (question: Omit<ExplainQuestion, 'programme'>): Promise<Explanation> => {
    const { found } = await explained(figures.pool(), { programme: 'P24', ...question }, smallSizes);
    if (!found) throw new Error('There is no such target.');
    return found;
  };

  it('says since when a target is true, and what moved it', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        picks,
        day,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
        async (all, order, effectiveAsOf, shares) => {
          const told = interleaved(all, order).slice(0, 14);
          await figures.forgotten();
          await figures.recorded(planted([...before, ...told]));
          const last = before.length + told.length;
          const became = new Map<string, number>();
          const shownAt: (readonly TargetProgress[])[] = [];
          for (let knownAt = before.length; knownAt <= last; knownAt += 1) {
            const answer = await progressIn(figures.pool(), {
              programme: 'P24',
              effectiveAsOf,
              knownAt,
              filters: {},
            });
            shownAt.push(answer?.targets ?? []);
            for (const { code, achieved } of answer?.targets ?? [])
              if (achieved && !became.has(code)) became.set(code, knownAt);
          }
          const [from = 0, to = 0] = shares
            .map((share) => before.length + Math.floor(share * told.length))
            .toSorted((a, b) => a - b);
          for (const target of measuredAnew) {
            const question = { target, effectiveAsOf, knownAt: last, between: { from, to }, limit: 1_000 };
            const explanation = await ask(question);
            expect([target, explanation.became?.seq]).toEqual([target, became.get(target)]);
            const figure = (at: number) => shownAt[at - before.length]?.find(({ code }) => code === target);
            const { moved, items } = explanation;
            for (const one of [moved?.from, moved?.to])
              expect(one).toEqual({
                seq: one?.seq,
                actual: figure(one?.seq ?? 0)?.actual,
                achieved: figure(one?.seq ?? 0)?.achieved,
              });
            const sum = items.reduce((total: bigint, { quantity }) => total + wholeUnits(quantity), 0n);
            expect([target, wholeUnits(moved?.byFacts ?? '0')]).toEqual([target, sum]);
            expect(moved?.definitions).toEqual([]);
            if (target === 'technology-balance-growth') expect(moved?.measure).toBe('technology-balance');
            else if (moved?.from.actual && moved.to.actual)
              expect([target, moved.byDefinitions]).toEqual([
                target,
                counted.includes(target) ? '0' : '0.00',
              ]);
          }
        },
      ),
      { numRuns: lawRuns(4), endOnFailure: true },
    );
  });

  it('goes through what moved it page by page', async () => {
    const all = fc.sample(stories, { numRuns: 1, seed: 7 })[0] ?? [];
    const told = interleaved(all, []);
    await figures.recorded(planted([...before, ...told]));
    const knownAt = before.length + told.length;
    const between = { from: before.length, to: knownAt };
    for (const target of measuredAnew) {
      const question = { target, effectiveAsOf: businessDate('2024-12-31'), knownAt, between, limit: 1_000 };
      const { items: whole } = await ask(question);
      const pages: MeasureFact[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page: Explanation = await ask({
          ...question,
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        });
        pages.push(...page.items);
        cursor = page.next;
      }
      expect([target, pages]).toEqual([target, whole]);
    }
  });

  it('finds the first fact in the order of the log, however many digits places have', async () => {
    const technology = { tags: ['TECHNOLOGY'] };
    const told = [
      loanOf(bankA, 'B').issued('2023-12-01', { ...technology, principal: '100.00' }),
      ...Array.from({ length: 95 - before.length }, (_, no) => loanOf(bankA, `F${no}`).issued('2024-01-02')),
      targetFact({ code: 'one', measure: 'loan-balance', period: asAt }),
      // At 98 and 99 they are achieved, and after that as well.
      reported(bankA, 'green-loan-balance', '2024-02-01', '800.00'),
      loanOf(bankA, 'G').issued('2024-02-01', { ...technology, principal: '50.00' }),
      reported(bankB, 'green-loan-balance', '2024-02-02', '900.00'),
      loanOf(bankA, 'H').issued('2024-02-02', { ...technology, principal: '50.00' }),
      targetFact({ code: 'other', measure: 'loan-balance', period: asAt }),
    ];
    await figures.recorded(planted([...before, ...told]));
    const knownAt = before.length + told.length;
    const between = { from: 96, to: knownAt };
    const cut = { effectiveAsOf: businessDate('2024-12-31'), knownAt, between, limit: 100 };
    const green = await ask({ target: 'green-loan-balance', ...cut });
    const growth = await ask({ target: 'technology-balance-growth', ...cut });
    expect([knownAt, green.became?.seq, growth.became?.seq]).toEqual([102, 98, 99]);
  });

  it('tells what facts and what other definitions make of a difference', async () => {
    const told = interleaved(fc.sample(stories, { numRuns: 1, seed: 11 })[0] ?? [], []);
    const amended = {
      ...targetFact({
        code: 'issued-volume',
        measure: 'issued-volume',
        threshold: '700.00',
        period: { from: '2023-01-01', to: '2024-12-31' },
      }),
      type: 'TargetAmended',
    };
    await figures.recorded(planted([...before, ...told, amended]));
    const knownAt = before.length + told.length + 1;
    const between = { from: knownAt - 1, to: knownAt };
    const { moved, items } = await ask({
      target: 'issued-volume',
      effectiveAsOf: businessDate('2024-12-31'),
      knownAt,
      between,
      limit: 100,
    });
    expect([items, moved?.byFacts]).toEqual([[], '0.00']);
    expect(wholeUnits(moved?.byDefinitions ?? '')).toBe(
      wholeUnits(moved?.to.actual ?? '') - wholeUnits(moved?.from.actual ?? ''),
    );
    expect(
      await explained(
        figures.pool(),
        {
          programme: 'P24',
          target: 'nothing',
          effectiveAsOf: businessDate('2024-12-31'),
          knownAt,
          between: null,
          limit: 1,
        },
        smallSizes,
      ),
    ).toEqual({ found: null, why: { reason: 'not-defined' } });
  });
});
