import type pg from 'pg';
import type { Checker, Mismatch } from '#projections';
import { compare } from './checking/compare.checker.js';
import { expectedDefinitionsSql } from './checking/definitions-sql.js';
import { type ComputedMeasure, toldSql } from './checking/expected-figures-sql.js';
import { checkQuantities } from './checking/quantities.checker.js';
import { checkSums } from './checking/sums.checker.js';
import { targetsProjection } from './targets.projection.js';

const definitionCells = (rows: string): string =>
  `select seq::text as key, to_jsonb(row) - 'seq' as content from (${rows}) as row`;

const checkDefinitions = (client: pg.ClientBase): Promise<readonly Mismatch[]> =>
  compare(client, toldSql, [
    {
      table: 'figure_definition',
      expected: definitionCells(expectedDefinitionsSql),
      found: definitionCells('select * from figure_definition'),
    },
  ]);

/** Measures as the facts define them, each time that one computes something else. */
const computedMeasures = async (client: pg.ClientBase): Promise<readonly ComputedMeasure[]> => {
  const { rows } = await client.query<ComputedMeasure & { readonly computation: number | string }>(
    `with ${toldSql}, definition as (${expectedDefinitionsSql})
     select computation, complete, data,
       (select min(later.seq) from definition later where later.kind = 'measure' and later.code = definition.code
         and later.seq > definition.seq and later.seq = later.computation) as until
     from definition where kind = 'measure' and seq = computation order by seq`,
  );
  return rows.map(({ computation, until, ...measure }) => ({
    ...measure,
    computation: Number(computation),
    until: until === null ? null : Number(until),
  }));
};

/**
 * Derives definitions, quantities and subjects out of the facts as JSON, and sums, counts and what was reached out of the quantities:
 * in SQL and by looking at everything, where the projection adds up fact after fact.
 */
export const targetsChecker: Checker = {
  projection: targetsProjection.name,
  check: async (client) => [
    ...(await checkDefinitions(client)),
    ...(await checkQuantities(client, await computedMeasures(client))),
    ...(await checkSums(client)),
  ],
};
