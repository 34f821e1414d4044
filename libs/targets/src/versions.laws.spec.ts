import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate } from '#calendar';
import type { TargetProgress } from '#contract';
import type { MeasureData, SequencedFact } from '#facts';
import { foldFigures } from '#figures';
import { lawRuns } from '#testing';
import { breakdownOf, seriesOf } from './measures/measure-figures.query.js';
import { measureFactsOf } from './measures/measure-facts.query.js';
import { progressOfFold } from './progress/progress.query.js';
import {
  amendedMeasures,
  amendments,
  changes,
  defining,
  withChanges,
} from './testing/amended-definitions.js';
import { plantedChanges } from './testing/changes.js';
import { type Versioned, versionsOf, withOnly } from './testing/definition-versions.js';
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

interface CutOfCase {
  readonly asOf: BusinessDate;
  readonly knownAt: number;
}

interface CutOfMeasure extends CutOfCase {
  readonly from: BusinessDate | null;
  readonly narrowed: object;
}

/** All that can be asked of a measure by itself. */
const shownOf = async (code: string, { asOf, knownAt, from, narrowed }: CutOfMeasure, version: number) => {
  const asked = {
    code,
    effectiveAsOf: asOf,
    knownAt,
    filters: narrowed,
    version,
    ...(from !== null && { from }),
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

const share = fc.constantFrom(0.3, 0.6, 0.8, 1);
/** A history is followed once for each of its versions, and asked about in several cuts: from the first day of the targets in most. */
const cutsOfMeasures = fc.array(
  fc.record({
    asOf: day,
    share,
    narrowed: fc.oneof(fc.constant({}), filters),
    from: fc.constantFrom(null, ...['2024-01-01', '2024-01-01', '2024-02-29'].map(businessDate)),
  }),
  { minLength: 6, maxLength: 6 },
);
const cutsOfTargets = fc.array(fc.record({ asOf: day, share }), { minLength: 6, maxLength: 6 });

describe('figures under a version', () => {
  it('of a measure are those of a log in which it is the only one', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          amendedMeasures,
          picks,
          fc.integer({ min: 1, max: 40 }),
          changes,
          cutsOfMeasures,
          async (all, amended, order, size, changed, several) => {
            const told = interleaved([[...defining, ...amended], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            const shownIn = async (code: string, version: number): Promise<unknown> => {
              const shown = [];
              for (const { share: known, ...cut } of several) {
                const knownAt = Math.max(Math.floor(facts.length * known), defining.length);
                shown.push(...(await shownOf(code, { ...cut, knownAt }, version)));
              }
              return withoutVersion(shown);
            };
            const versions = versionsOf(facts, 'measure').filter(
              ({ fact, name }) =>
                (fact.data as MeasureData).op !== 'GROWTH' &&
                versionsOf(facts, 'measure').filter((each) => each.name === name).length > 1,
            );
            await followed(facts, size);
            expect(await checked()).toEqual([]);
            const shown: unknown[] = [];
            for (const { name, version } of versions) shown.push(await shownIn(name, version));
            for (const [index, versioned] of versions.entries()) {
              await forgotten();
              await followed(withOnly(facts, versioned), size);
              const { name, version } = versioned;
              expect([name, version, shown[index]]).toEqual([name, version, await shownIn(name, 1)]);
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
          cutsOfTargets,
          async (all, amended, order, size, changed, several) => {
            const told = interleaved([[...defining, ...amended], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            await followed(facts, size);
            for (const { asOf, share: known } of several) {
              const cut = { asOf, knownAt: Math.floor(facts.length * known) };
              const asked = { programme: 'P24', effectiveAsOf: asOf, knownAt: cut.knownAt, filters: {} };
              const inForce = (await progressIn(pool(), asked))?.targets ?? [];
              const targets = versionsOf(facts, 'target');
              const shown = new Map<number, readonly TargetProgress[]>();
              for (const version of new Set(targets.map((each) => each.version)))
                shown.set(version, (await progressIn(pool(), { ...asked, version }))?.targets ?? []);
              for (const versioned of targets) {
                const { name, version } = versioned;
                const found = shown.get(version)?.find(({ code }) => code === name);
                const anew = targetAnew(facts, versioned, cut);
                expect(found).toEqual(anew && { ...anew, version });
                const now = inForce.find((each) => each.code === name && each.version === version);
                if (now) expect(found).toEqual(now);
              }
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(5) },
    );
  });
});
