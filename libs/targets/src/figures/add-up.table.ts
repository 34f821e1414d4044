import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { type DefinitionsInForce, readRecordedFacts } from '../definitions/definitions.table.js';
import { boundTo, contribute, type Delta } from './contributions.js';
import { readKeyCells } from './distinct.table.js';
import { type FigureSubject } from './figure-subject.js';
import { readSubjects, writeDeltas, writeSourceFacts, writeSubjects } from './figures.table.js';
import { followTargets } from './follow-targets.table.js';
import { compileIndicators } from './indicator-values.js';
import { writeIndicatorValues } from './indicator-values.table.js';
import { compileSources, type SourcesByFact } from './measures-in-force.js';
import { sourceName } from './source-facts.js';

const rememberTypes = async (client: pg.ClientBase, facts: readonly SequencedFact[]): Promise<void> => {
  const recorded = await readRecordedFacts(client);
  const firstSeqs = new Map<string, number>();
  for (const fact of facts) {
    const name = sourceName(fact);
    if (!recorded.has(name) && !firstSeqs.has(name)) firstSeqs.set(name, fact.seq);
  }
  await writeSourceFacts(client, firstSeqs);
};

/** Folds the facts over their subjects: subjects in one question, and in one write. */
const contributed = async (
  client: pg.ClientBase,
  sources: SourcesByFact,
  facts: readonly SequencedFact[],
): Promise<readonly Delta[]> => {
  const bound = facts.flatMap((fact) => {
    const of = boundTo(sources, fact);
    return of ? [{ fact, ...of }] : [];
  });
  if (bound.length === 0) return [];
  const subjects = await readSubjects(client, [...new Set(bound.map(({ subject }) => subject))]);
  const changed = new Map<string, FigureSubject>();
  const deltas: Delta[] = [];
  for (const { fact, subject, bearing } of bound) {
    const standing = changed.get(subject) ?? subjects.get(subject) ?? null;
    const after = contribute(sources, standing, bearing, fact);
    if (after.subject !== standing) changed.set(subject, after.subject);
    deltas.push(...after.deltas);
  }
  await writeSubjects(client, changed);
  return deltas;
};

/** Folds facts between two changes of definition; quantities, values and sums are written in one statement each. */
export const addUp = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  facts: readonly SequencedFact[],
): Promise<void> => {
  await rememberTypes(client, facts);
  const measures = [...definitions.measures.values()];
  const valueOf = compileIndicators(measures);
  await writeIndicatorValues(
    client,
    facts.flatMap((fact) => valueOf(fact) ?? []),
  );
  const deltas = await contributed(client, compileSources(measures), facts);
  if (deltas.length === 0) return;
  const keyed = deltas.filter(({ key }) => key !== null);
  const before = keyed.length === 0 ? [] : await readKeyCells(client, keyed);
  await writeDeltas(client, deltas);
  await followTargets(client, definitions, before, deltas);
};
