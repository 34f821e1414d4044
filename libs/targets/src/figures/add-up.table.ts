import type pg from 'pg';
import type { SequencedFact } from '#facts';
import { type DefinitionsInForce, readRecordedFacts } from '../definitions/definitions.table.js';
import { type Attainment, follow } from './attainment.js';
import { followedTarget, readAttainments } from './attainment.table.js';
import { contribute, type Delta } from './contributions.js';
import { type FigureSubject, subjectOf } from './figure-subject.js';
import {
  readSubjects,
  writeAttainments,
  writeDeltas,
  writeSourceFacts,
  writeSubjects,
} from './figures.table.js';
import { compileSources } from './measures-in-force.js';

interface Bound {
  readonly fact: SequencedFact;
  readonly subject: string;
  readonly bearing: NonNullable<ReturnType<typeof subjectOf>>['bearing'];
}

/** Facts that something is added or taken back for; one that no measure counts leaves its subject alone. */
const boundFacts = (
  facts: readonly SequencedFact[],
  counts: (factType: string) => boolean,
): readonly Bound[] =>
  facts.flatMap((fact) => {
    const of = subjectOf(fact);
    return of && (of.bearing !== 'adds' || counts(fact.type)) ? [{ fact, ...of }] : [];
  });

const followTargets = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  deltas: readonly Delta[],
): Promise<void> => {
  const targets = new Map(definitions.targets.map((target) => [target.seq, target]));
  const moved = (await readAttainments(client)).flatMap((before): Attainment[] => {
    const target = targets.get(before.target);
    const followed = target && followedTarget(definitions, target);
    if (!followed || followed.cut.computation !== before.computation) return [];
    const after = follow(followed, before, deltas);
    return after.total === before.total && after.firstSeq === before.firstSeq ? [] : [after];
  });
  await writeAttainments(client, moved);
};

const rememberTypes = async (client: pg.ClientBase, facts: readonly SequencedFact[]): Promise<void> => {
  const recorded = await readRecordedFacts(client);
  const firstSeqs = new Map<string, number>();
  for (const { type, seq } of facts) {
    if (!recorded.has(type) && !firstSeqs.has(type)) firstSeqs.set(type, seq);
  }
  await writeSourceFacts(client, firstSeqs);
};

/** Folds facts between two changes of definition: subjects in one question, quantities, sums and subjects in one write each. */
export const addUp = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  facts: readonly SequencedFact[],
): Promise<void> => {
  await rememberTypes(client, facts);
  const sources = compileSources(definitions.measures.values());
  const bound = boundFacts(facts, (factType) => sources.has(factType));
  if (bound.length === 0) return;
  const subjects = await readSubjects(client, [...new Set(bound.map(({ subject }) => subject))]);
  const changed = new Map<string, FigureSubject>();
  const deltas: Delta[] = [];
  for (const { fact, subject, bearing } of bound) {
    const standing = changed.get(subject) ?? subjects.get(subject) ?? null;
    const contributed = contribute(sources, standing, bearing, fact);
    changed.set(subject, contributed.subject);
    deltas.push(...contributed.deltas);
  }
  await writeDeltas(client, deltas);
  await writeSubjects(client, changed);
  if (deltas.length > 0) await followTargets(client, definitions, deltas);
};
