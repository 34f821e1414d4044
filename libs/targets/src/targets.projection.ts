import type pg from 'pg';
import { changeOf, type SequencedFact } from '#facts';
import {
  computationOf,
  type DefinitionKey,
  definitionOf,
  type DefinitionsInForce,
  type Delta,
  isSource,
  type TargetVersion,
} from '#figures';
import type { Passed, Projection } from '#projections';
import { openMeasure, openTarget } from './back-fill/back-fill.table.js';
import { targetsBackFillWith } from './back-fill/targets-back-fill.table.js';
import { readDefinitions, readRecordedFacts, writeDefinition } from './definitions/definitions.table.js';
import { FollowedDefinitions } from './definitions/followed-definitions.table.js';
import { beginNarrowed, definedAt, endNarrowed } from './definitions/narrowed-measures.table.js';
import { writeForecasts } from './forecasts/forecast.table.js';
import { AddedQuantities } from './tables/added.table.js';
import { addUp } from './tables/add-up.table.js';
import { type BlockSizes, shippedSizes } from './tables/blocks.js';
import { liveSubjects, measureDelta, type SubjectRows } from './tables/figures.table.js';
import {
  distinctStep,
  figureBackFill,
  figureDefinition,
  figureRollup,
  figureSubject,
  backFilledSubject,
  forecastTable,
  indicatorValue,
  sourceFact,
  targetAttainment,
} from './tables/read-tables.table.js';
import { followedWith, rollUpEnded } from './tables/roll-up.table.js';
import { subjectsOfVersion7 } from './tables/subjects-of-version-7.table.js';
import { readSubjectChanges } from './tables/subject-changes.query.js';

/** Targets whose figures begin anew: the target that was defined, or those that use the measure that was defined. */
const affected = (
  { targets }: DefinitionsInForce,
  { kind, code }: DefinitionKey,
  seq: number,
): readonly TargetVersion[] =>
  kind === 'measure'
    ? targets.filter(({ data }) => [data.measure, ...data.beside].some((shown) => shown === code))
    : targets.filter((target) => target.seq === seq);

/** Applies one fact that defines a programme, target, measure or calendar. */
const define = async (client: pg.ClientBase, fact: SequencedFact): Promise<void> => {
  const defined = definitionOf(fact);
  if (!defined) return;
  const recordedFacts = await readRecordedFacts(client);
  const known = (await readDefinitions(client)).measures.get(defined.code);
  const measured =
    defined.kind === 'measure' ? computationOf(fact.seq, defined.data, known, recordedFacts) : null;
  await writeDefinition(client, defined, fact.seq, measured);
  if (measured !== null && measured.computation !== fact.seq) return;
  if (measured?.complete === false) await openMeasure(client, measured.computation);
  if (measured && known) await endNarrowed(client, known.computation, fact.seq);
  const { measures } = await readDefinitions(client);
  for (const computation of await beginNarrowed(client, fact.seq, measures, recordedFacts))
    await openMeasure(client, computation);
  const after = await readDefinitions(client);
  // For an existing target only the new computation of the measure begins; its other figures are counted already.
  const anew = (computation: number): boolean =>
    defined.kind === 'target' || definedAt(computation) === fact.seq;
  for (const target of affected(after, defined, fact.seq)) await openTarget(client, after, target, anew);
};

/** Facts in the order of the log, split at definitions, so that each fact is counted by the definitions in force at its seq. */
const runs = (facts: readonly SequencedFact[]): readonly (readonly SequencedFact[])[] => {
  const cut: SequencedFact[][] = [];
  let open: SequencedFact[] | null = null;
  for (const fact of facts) {
    if (definitionOf(fact)) {
      cut.push([fact]);
      open = null;
    } else if (isSource(fact) || changeOf(fact)) {
      if (!open) cut.push((open = []));
      open.push(fact);
    }
  }
  return cut;
};

const spanOf = (facts: readonly SequencedFact[]): Passed => ({
  after: (facts[0]?.seq ?? 1) - 1,
  upTo: facts.at(-1)?.seq ?? 0,
});

/** Work in progress. */
const comparedAs = {
  figure_back_fill: null,
  back_filled_subject: null,
};

const tablesOfTargets = [
  figureDefinition,
  sourceFact,
  figureSubject,
  backFilledSubject,
  measureDelta,
  indicatorValue,
  distinctStep,
  figureRollup,
  targetAttainment,
  figureBackFill,
  forecastTable,
];

/** Version of the rows; the back-fill writes the same ones. */
export const targetsVersion = 8;

/**
 * Definitions of programmes, targets, measures and calendars, and the quantities of measures as deltas
 * `(computation, seq, effective date, dimensions, quantity)`; for each target how its counts of distinct keys move, fact by fact; reported
 * values as they came. None of them is ever changed: what a correction or reversal changes is one more. They are rolled up by blocks of facts, so that a figure as known at any fact is read
 * from a few rows.
 */
const versionWith = (version: number, sizes: BlockSizes, subjects: SubjectRows): Projection => {
  const quantities = new AddedQuantities(sizes);
  const definitions = new FollowedDefinitions();
  return {
    name: 'targets',
    version,
    tables: tablesOfTargets,
    parks: true,
    comparedAs,
    apply: async (facts, client, passed = spanOf(facts)) => {
      const changes = await readSubjectChanges(client, facts);
      const deltas: Delta[] = [];
      for (const run of runs(facts)) {
        const [fact] = run;
        if (fact && definitionOf(fact)) await define(client, fact);
        else deltas.push(...(await addUp(client, await definitions.read(client), run, changes, subjects)));
      }
      await writeForecasts(client, facts);
      const added = await quantities.with(client, passed, deltas);
      await rollUpEnded(client, passed.after, passed.upTo, sizes, followedWith(added));
      await quantities.keep(client, added);
    },
  };
};

/** With the version before, whose subjects are kept otherwise. */
export const targetsProjectionWith = (sizes: BlockSizes): Projection => ({
  ...versionWith(targetsVersion, sizes, liveSubjects),
  previous: versionWith(targetsVersion - 1, sizes, subjectsOfVersion7),
});

export const targetsProjection = targetsProjectionWith(shippedSizes);

/** The back-fill of these tables, which runs alongside the follower. */
export const targetsBackFill = targetsBackFillWith(targetsVersion);
