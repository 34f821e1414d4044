import type pg from 'pg';
import type { DefinitionsInForce, MeasureInForce } from '#figures';
import { readComputedMeasures, readDefinitions, readRecordedFacts } from './definitions.table.js';

/** What a follower counts facts by. */
export interface CountedBy {
  readonly definitions: DefinitionsInForce;
  readonly measures: readonly MeasureInForce[];
  /** Types of facts that measures are made of and that have come. */
  readonly recordedFacts: ReadonlySet<string>;
}

const tables = ['figure_definition', 'figure_back_fill', 'source_fact'] as const;

/** Another text whenever a row of the tables was added, changed or removed, by whatever transaction: each version of a row has a place and a transaction. */
const stateSql = `select concat_ws(' ', ${tables
  .map(
    (table) =>
      `(select sum(hashtextextended(ctid::text || ' ' || xmin::text, 0)) || '/' || count(*) from ${table})`,
  )
  .join(', ')}) as state`;

const stateOf = async (client: pg.ClientBase): Promise<string> => {
  const { rows } = await client.query<{ state: string }>({ name: 'state of definitions', text: stateSql });
  return rows[0]?.state ?? '';
};

/**
 * Definitions change seldom, and a follower needs them for each batch: reading and parsing them cost more than counting some hundred facts. So
 * they are kept, by the connection that they were read over, and read again when any of their rows is another.
 */
export class FollowedDefinitions {
  private readonly byConnection = new WeakMap<
    pg.ClientBase,
    { readonly state: string; readonly countedBy: CountedBy }
  >();

  async read(client: pg.ClientBase): Promise<CountedBy> {
    const state = await stateOf(client);
    const kept = this.byConnection.get(client);
    if (kept?.state === state) return kept.countedBy;
    const countedBy = {
      definitions: await readDefinitions(client),
      measures: await readComputedMeasures(client),
      recordedFacts: await readRecordedFacts(client),
    };
    this.byConnection.set(client, { state, countedBy });
    return countedBy;
  }
}
