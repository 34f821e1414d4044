import type pg from 'pg';
import { changeOf, factBearing, type SequencedFact } from '#facts';
import {
  activeAfter,
  type ActiveQuantity,
  type Attainment,
  compileIndicators,
  compileSources,
  contributed,
  contributesTo,
  type DefinitionsInForce,
  type Delta,
  distinctPlans,
  type DistinctStep,
  distinctSteps,
  type FigureSubject,
  follow,
  followedTarget,
  isWithin,
  type MeasureInForce,
  sourceName,
  type SourcesByFact,
  type Step,
  type SubjectChanges,
} from '#figures';
import { standingFacts } from '#history';
import { factsOfStreams } from '#projections';
import type { CountedBy } from '../definitions/followed-definitions.table.js';
import {
  readAttainments,
  type SubjectRows,
  type Subjects,
  writeAttainments,
  writeDeltas,
  writeSourceFacts,
} from './figures.table.js';
import { readKeyCells, writeDistinctSteps } from './distinct.table.js';
import { writeIndicatorValues } from './indicator-values.table.js';

const rememberTypes = async (
  client: pg.ClientBase,
  recorded: ReadonlySet<string>,
  facts: readonly SequencedFact[],
): Promise<void> => {
  const firstSeqs = new Map<string, number>();
  for (const fact of facts) {
    if (changeOf(fact)) continue;
    const name = sourceName(fact);
    if (!recorded.has(name) && !firstSeqs.has(name)) firstSeqs.set(name, fact.seq);
  }
  await writeSourceFacts(client, firstSeqs);
};

/** Facts in the order of the log, and the corrections and reversals among them. */
interface FactsWithChanges {
  readonly facts: readonly SequencedFact[];
  readonly changes: SubjectChanges;
}

const takesBack = factBearing('takes-back');

type ActiveOf = ReadonlyMap<string, readonly ActiveQuantity[]>;

/** What loans of earlier batches count for that are cancelled in this one: folded out of all their facts before it. */
const activeOfCancelled = async (
  client: pg.ClientBase,
  sources: SourcesByFact,
  facts: readonly SequencedFact[],
  known: Subjects,
): Promise<ActiveOf> => {
  const before = (facts[0]?.seq ?? 1) - 1;
  const cancelled = facts.flatMap((fact) => (takesBack(fact) && known.has(fact.stream) ? fact.stream : []));
  const recorded = await factsOfStreams(client, new Map(cancelled.map((stream) => [stream, before])));
  const byStream = new Map<string, SequencedFact[]>(cancelled.map((stream) => [stream, []]));
  for (const fact of recorded) byStream.get(fact.stream)?.push(fact);
  return new Map(
    [...byStream].map(([stream, own]) => [stream, activeAfter(sources, standingFacts(own))] as const),
  );
};

/** Folds the facts over their subjects: subjects in one question, and in one write. */
const addedBy = async (
  client: pg.ClientBase,
  sources: SourcesByFact,
  { facts, changes }: FactsWithChanges,
  rows: SubjectRows,
): Promise<readonly Delta[]> => {
  const named = facts.map((fact) => ({ fact, name: contributesTo(sources, fact, changes.get(fact.seq)) }));
  // A loan begins with the first fact of its stream: nobody looks for what was before it.
  const begun = new Set(
    named.flatMap(({ fact, name }) => (fact.revision === 0 && name === fact.stream ? name : [])),
  );
  const asked = new Set(named.flatMap(({ name }) => (name === null || begun.has(name) ? [] : name)));
  if (begun.size + asked.size === 0) return [];
  const known = await rows.read(client, [...asked]);
  const active = rows.holdActive ? null : await activeOfCancelled(client, sources, facts, known);
  const touched = new Map<string, FigureSubject>();
  const before = (name: string): FigureSubject | undefined => {
    const subject = known.get(name);
    const counted = active?.get(name);
    return subject && counted ? { ...subject, active: counted } : subject;
  };
  const subjects = {
    get: (name: string) => touched.get(name) ?? before(name),
    set: (name: string, subject: FigureSubject) => touched.set(name, subject),
  };
  const deltas = facts.flatMap((fact) => contributed(sources, subjects, fact, changes.get(fact.seq)));
  await rows.write(client, touched, known);
  return deltas;
};

/** Under which name the steps of one target's count are remembered. */
const named = (target: number, computation: number): string => `${target} ${computation}`;

type StepsByCount = ReadonlyMap<string, readonly DistinctStep[]>;

/** Moves the counts of keys kept for each target; gives the steps of the whole, for the targets that are followed by them. */
const moveCounts = async (
  client: pg.ClientBase,
  { targets, measures }: DefinitionsInForce,
  deltas: readonly Delta[],
): Promise<StepsByCount> => {
  const touched = new Set(deltas.map(({ computation }) => computation));
  const plans = targets
    .flatMap((target) => distinctPlans(measures, target))
    .filter(({ cut }) => touched.has(cut.computation));
  const counted = new Set(plans.map(({ cut }) => cut.computation));
  const before = await readKeyCells(
    client,
    deltas.filter(({ computation, key }) => key !== null && counted.has(computation)),
  );
  const counts = plans.map((plan) => ({ plan, steps: distinctSteps(plan.cut, before, deltas) }));
  await writeDistinctSteps(client, counts);
  return new Map(
    counts.map(({ plan, steps }) => [
      named(plan.target, plan.cut.computation),
      steps.filter(({ dimension }) => dimension === 'all'),
    ]),
  );
};

/**
 * Brings targets up to date with quantities just added: the counts of keys in their cuts, and their whole-period figures with the seq that
 * first satisfied each. `deltas` are all there are of their measures from the first of them up to the last.
 */
export const followTargets = async (
  client: pg.ClientBase,
  definitions: DefinitionsInForce,
  deltas: readonly Delta[],
): Promise<void> => {
  const stepsOf = await moveCounts(client, definitions, deltas);
  const targets = new Map(definitions.targets.map((target) => [target.seq, target]));
  const moved = (await readAttainments(client, [...targets.keys()])).flatMap((attainment): Attainment[] => {
    const target = targets.get(attainment.target);
    const followed = target && followedTarget(definitions.measures, target);
    if (!followed || followed.plan.cut.computation !== attainment.computation) return [];
    const { plan, goal } = followed;
    const steps: readonly Step[] =
      plan.kind === 'flow'
        ? deltas.filter(isWithin(plan.cut))
        : (stepsOf.get(named(attainment.target, attainment.computation)) ?? []);
    const after = follow(goal, attainment, steps);
    return after.total === attainment.total && after.firstSeq === attainment.firstSeq ? [] : [after];
  });
  await writeAttainments(client, moved);
};

/** Writes the quantities and values that facts come to by these measures. */
export const countFacts = async (
  client: pg.ClientBase,
  measures: readonly MeasureInForce[],
  { facts, changes }: FactsWithChanges,
  rows: SubjectRows,
): Promise<readonly Delta[]> => {
  const take = compileIndicators(measures);
  await writeIndicatorValues(
    client,
    facts.flatMap((fact) => take(fact, changes.get(fact.seq))),
  );
  const deltas = await addedBy(client, compileSources(measures), { facts, changes }, rows);
  await writeDeltas(client, deltas);
  return deltas;
};

/**
 * Folds facts between two changes of definition; quantities, values and sums are written in one statement each. `changes`: of the
 * corrections and reversals among them. Gives the quantities.
 */
export const addUp = async (
  client: pg.ClientBase,
  { definitions, measures, recordedFacts }: CountedBy,
  facts: readonly SequencedFact[],
  changes: SubjectChanges,
  rows: SubjectRows,
): Promise<readonly Delta[]> => {
  await rememberTypes(client, recordedFacts, facts);
  const deltas = await countFacts(client, measures, { facts, changes }, rows);
  if (deltas.length > 0) await followTargets(client, definitions, deltas);
  return deltas;
};
