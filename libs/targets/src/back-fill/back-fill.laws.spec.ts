import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SequencedFact } from '#facts';
import type { Planted } from '#testing';
import { lawRuns } from '#testing';
import { changes, fewDefinitions, withChanges } from '../testing/amended-definitions.js';
import { progressBothWays } from '../testing/both-ways.js';
import { applied, backFilled, smallProjection } from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { plantedChanges } from '../testing/changes.js';
import { batches, day, interleaved, picks, stories } from '../testing/stories.js';

const { pool, forgotten, logged, checked } = recordedFigures();

/** What came of a log, by the facts themselves: in another order they have other seqs. */
const quantities = async (told: readonly Planted[]): Promise<readonly string[]> => {
  const { rows } = await pool().query<{ seq: number; code: string; cell: object; quantity: string }>(
    `select seq, code, cell, sum(quantity)::text as quantity from (
       select delta.seq, concat_ws(' ', (
           select of.code from figure_definition of where measure.kind = 'narrowed' and of.seq = measure.code::bigint),
           narrowed_by::text, case measure.kind when 'measure' then code end) as code, quantity, jsonb_build_array(effective_date, institution, district, industry, size,
         bailout_programme, borrower_kind, distinct_key) as cell
       from measure_delta delta join figure_definition measure using (computation) where measure.until_seq is null
     ) as placed group by seq, code, cell having sum(quantity) <> 0`,
  );
  return rows
    .map(({ seq, code, cell, quantity }) => JSON.stringify([told[Number(seq) - 1], code, cell, quantity]))
    .sort();
};

/** Every row that counts, as a rebuild compares it. */
const content = (table: string): string =>
  smallProjection.comparedAs?.[table]?.(table) ?? `to_jsonb(${table})`;

const rows = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
  const all: Record<string, readonly string[]> = {};
  for (const table of ['measure_delta', 'distinct_step', 'figure_rollup', 'figure_subject']) {
    const { rows: found } = await pool().query<{ row: string }>(
      `select (${content(table)})::text as row from ${table} order by 1`,
    );
    all[table] = found.map(({ row }) => row);
  }
  return all;
};

/** Batches as they come, with slices of the back-fill between them. */
const followed = async (
  facts: readonly SequencedFact[],
  size: number,
  slices: readonly number[],
): Promise<void> => {
  await logged(facts);
  for (const [index, batch] of batches(facts, size).entries()) {
    await applied(pool(), smallProjection, batch);
    await backFilled(pool(), slices[index % slices.length] ?? 0);
  }
};

const size = fc.integer({ min: 1, max: 40 });
const slices = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 });

describe('what is filled in from history', () => {
  it('is what would be there had it always been defined', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          picks,
          size,
          slices,
          fc.record({ late: fc.nat({ max: 40 }), changed: changes, definitions: fewDefinitions }),
          async (all, order, batch, some, { late, changed, definitions: { defining } }) => {
            const told = withChanges(interleaved(all, order), changed);
            const first = [...defining, ...told];
            await followed(plantedChanges(first), 1_000, [0]);
            const expected = await quantities(first);
            await forgotten();

            const at = Math.min(late, told.length);
            const later = [...told.slice(0, at), ...defining, ...told.slice(at)];
            await followed(plantedChanges(later), batch, some);
            await backFilled(pool());
            expect(await quantities(later)).toEqual(expected);
            expect(await checked()).toEqual([]);
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(10) },
    );
  });

  it('comes to the same rows, whatever the batches and slices were', async () => {
    await fc.assert(
      fc
        .asyncProperty(stories, fewDefinitions, picks, size, slices, changes, async (...made) => {
          const [all, { defining, amended }, order, batch, some, changed] = made;
          const told = interleaved([[...defining, ...amended], ...all], order);
          const facts = plantedChanges(withChanges(told, changed));
          await followed(facts, batch, some);
          await backFilled(pool());
          const live = await rows();
          await forgotten();
          await followed(facts, 1_000, [0]);
          await backFilled(pool());
          expect(await rows()).toEqual(live);
        })
        .beforeEach(forgotten),
      { numRuns: lawRuns(10), endOnFailure: true },
    );
  });

  it('is right at every moment, whatever is defined anew meanwhile', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          fewDefinitions,
          picks,
          size,
          slices,
          fc.record({ asOf: day, known: fc.constantFrom(0.3, 0.6, 0.8, 1), changed: changes }),
          async (all, { defining, amended }, order, batch, some, { asOf, known, changed }) => {
            const told = interleaved([[...defining, ...amended], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            await followed(facts, batch, some);
            expect(await checked()).toEqual([]);
            await backFilled(pool());
            expect(await checked()).toEqual([]);
            await progressBothWays(pool(), facts, 'P24', asOf, Math.floor(facts.length * known));
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(10) },
    );
  });
});
