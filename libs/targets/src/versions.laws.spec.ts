import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import type { MeasureData, SequencedFact } from '#facts';
import { definitionOf, type DefinitionKind, foldFigures } from '#figures';
import { lawRuns } from '#testing';
import { breakdownOf } from './measures/breakdown.query.js';
import { measureFactsOf } from './measures/measure-facts.query.js';
import { seriesOf } from './measures/series.query.js';
import { progressOfFold } from './progress/progress.query.js';
import { amendments, changes, defining, withChanges } from './testing/amended-definitions.js';
import { plantedChanges } from './testing/changes.js';
import {
  applied,
  backFilled,
  progressIn,
  smallProjection,
  smallSizes,
} from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { batches, day, filters, interleaved, picks, stories } from './testing/stories.js';

/*
 * Figures under a version of a definition are those that there would be had it been the only one ever: before it was recorded and after
 * another took its place.
 */

const { pool, forgotten, logged, checked } = recordedFigures();

const followed = async (facts: readonly SequencedFact[], size: number): Promise<void> => {
  await logged(facts);
  for (const batch of batches(facts, size)) {
    await applied(pool(), smallProjection, batch);
    await backFilled(pool(), 1);
  }
  await backFilled(pool());
};

interface Versioned {
  readonly fact: SequencedFact;
  readonly name: string;
  readonly version: number;
}

/** Every version of every measure or target. */
const versionsOf = (facts: readonly SequencedFact[], wanted: DefinitionKind): readonly Versioned[] => {
  const counts = new Map<string, number>();
  return facts.flatMap((fact) => {
    const key = definitionOf(fact);
    if (key?.kind !== wanted) return [];
    const name = wanted === 'measure' ? key.code : key.part;
    const version = (counts.get(name) ?? 0) + 1;
    counts.set(name, version);
    return [{ fact, name, version }];
  });
};

/** The same log had this version always been the one. */
const withOnly = (facts: readonly SequencedFact[], { fact, name }: Versioned): readonly SequencedFact[] =>
  facts.map((each) => {
    const key = definitionOf(each);
    return key?.kind === 'measure' && key.code === name ? { ...each, data: fact.data } : each;
  });

interface CutOfCase {
  readonly asOf: BusinessDate;
  readonly knownAt: number;
  readonly narrowed: object;
}

/** All that can be asked of a measure by itself. */
const shownOf = async (code: string, { asOf, knownAt, narrowed }: CutOfCase, version?: number) => {
  const asked = {
    code,
    effectiveAsOf: asOf,
    knownAt,
    filters: narrowed,
    ...(version === undefined ? {} : { version }),
  };
  return [
    await seriesOf(pool(), { ...asked, interval: 'month' }, smallSizes),
    await breakdownOf(pool(), { ...asked, by: ['institution'] }, smallSizes),
    await breakdownOf(pool(), { ...asked, by: ['size', 'month'] }, smallSizes),
    await measureFactsOf(pool(), { ...asked, limit: 1_000 }),
  ];
};

const withoutVersion = (shown: unknown): unknown =>
  JSON.parse(JSON.stringify(shown, (name, value: unknown) => (name === 'version' ? undefined : value)));

/** The target folded in memory, with this version of it and the measures as they were defined at the later of the two facts. */
const targetAnew = (
  facts: readonly SequencedFact[],
  { fact, name }: Versioned,
  { asOf, knownAt }: CutOfCase,
): TargetProgress | undefined => {
  const definitions = facts.filter(({ seq }) => seq <= Math.max(knownAt, fact.seq));
  const known = facts.filter(({ seq }) => seq <= knownAt);
  const fold = foldFigures([...definitions.filter(({ seq }) => seq !== fact.seq), fact]);
  fold.take(known);
  return progressOfFold(fold, 'P24', asOf)?.find(({ code }) => code === name);
};

const cuts = fc.record({ asOf: day, share: fc.constantFrom(0.3, 0.6, 0.8, 1), narrowed: filters });

describe('figures under a version', () => {
  it('of a measure are those of a log in which it is the only one', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          amendments,
          picks,
          fc.integer({ min: 1, max: 40 }),
          changes,
          cuts,
          async (all, amended, order, size, changed, { asOf, share, narrowed }) => {
            const told = interleaved([[...defining, ...amended], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            const cut = {
              asOf,
              knownAt: Math.max(Math.floor(facts.length * share), defining.length),
              narrowed,
            };
            const versions = versionsOf(facts, 'measure').filter(
              ({ fact, name }) =>
                (fact.data as MeasureData).op !== 'GROWTH' &&
                versionsOf(facts, 'measure').filter((each) => each.name === name).length > 1,
            );
            await followed(facts, size);
            expect(await checked()).toEqual([]);
            const shown: unknown[] = [];
            for (const { name, version } of versions) shown.push(await shownOf(name, cut, version));
            for (const [index, versioned] of versions.entries()) {
              await forgotten();
              await followed(withOnly(facts, versioned), size);
              const { name, version } = versioned;
              expect([name, version, withoutVersion(shown[index])]).toEqual([
                name,
                version,
                withoutVersion(await shownOf(name, cut, 1)),
              ]);
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: 2 },
    );
  });

  it('of a target are those of a fold in memory, whenever it was set', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          amendments,
          picks,
          fc.integer({ min: 1, max: 40 }),
          changes,
          cuts,
          async (all, amended, order, size, changed, { asOf, share }) => {
            const told = interleaved([[...defining, ...amended], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            const cut = { asOf, knownAt: Math.floor(facts.length * share), narrowed: {} };
            await followed(facts, size);
            const asked = { programme: 'P24', effectiveAsOf: asOf, knownAt: cut.knownAt, filters: {} };
            const inForce = (await progressIn(pool(), asked))?.targets ?? [];
            for (const versioned of versionsOf(facts, 'target')) {
              const { name, version } = versioned;
              const shown = (await progressIn(pool(), { ...asked, version }))?.targets;
              const found = shown?.find(({ code }) => code === name);
              const anew = targetAnew(facts, versioned, cut);
              expect(found).toEqual(anew && { ...anew, version });
              const now = inForce.find((each) => each.code === name && each.version === version);
              if (now) expect(found).toEqual(now);
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(5) },
    );
  });
});
