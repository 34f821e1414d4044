import type pg from 'pg';
import type { MeasureData, SequencedFact } from '#facts';
import { beginAttainment } from '../figures/attainment.table.js';
import { computationOf, definitionKey, type DefinitionKey, type TargetVersion } from './definitions.js';
import {
  type DefinitionsInForce,
  readDefinitions,
  readRecordedFacts,
  writeDefinition,
} from './definitions.table.js';

/** Targets whose figure begins anew: the one defined, or those on the measure defined. */
const affected = (
  { targets }: DefinitionsInForce,
  { kind, code }: DefinitionKey,
  seq: number,
): readonly TargetVersion[] =>
  kind === 'measure'
    ? targets.filter(({ data }) => data.measure === code)
    : targets.filter((target) => target.seq === seq);

/** Takes up one fact of a programme, target, measure or calendar. */
export const define = async (client: pg.ClientBase, fact: SequencedFact): Promise<void> => {
  const key = definitionKey(fact);
  if (!key) return;
  const before = await readDefinitions(client);
  const measured =
    key.kind === 'measure'
      ? computationOf(
          fact.seq,
          fact.data as MeasureData,
          before.measures.get(key.code),
          await readRecordedFacts(client),
        )
      : null;
  await writeDefinition(client, key, fact, measured);
  if (measured !== null && measured.computation !== fact.seq) return;
  const after = await readDefinitions(client);
  for (const target of affected(after, key, fact.seq)) await beginAttainment(client, after, target);
};
