import type pg from 'pg';
import type { MeasureData, SequencedFact } from '#facts';
import { beginAttainment } from '../figures/attainment.table.js';
import { beginDistinct, endDistinct } from '../figures/distinct.table.js';
import { computationOf, definitionKey, type DefinitionKey, type TargetVersion } from './definitions.js';
import {
  type DefinitionsInForce,
  readDefinitions,
  readRecordedFacts,
  writeDefinition,
} from './definitions.table.js';

/** Targets whose figures begin anew: the one defined, or those that show the measure defined. */
const affected = (
  { targets }: DefinitionsInForce,
  { kind, code }: DefinitionKey,
  seq: number,
): readonly TargetVersion[] =>
  kind === 'measure'
    ? targets.filter(({ data }) => data.measure === code || data.beside.includes(code))
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
  await endDistinct(client, fact.seq);
  const after = await readDefinitions(client);
  for (const target of affected(after, key, fact.seq)) {
    await beginDistinct(client, after, target);
    await beginAttainment(client, after, target);
  }
};
