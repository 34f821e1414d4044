import { canonicalJson } from '#canonical-json';
import {
  type CalendarSet,
  factsOf,
  type MeasureData,
  type ProgrammeData,
  type SequencedFact,
  type TargetData,
  typesOfKinds,
} from '#facts';
import {
  type MeasureInForce,
  sourceNames,
  narrowedData,
  type NarrowedMeasures,
  narrowingsOf,
  nameOfNarrowing,
} from './measures-in-force.js';

interface Version<Data> {
  /** Seq of the fact: in force from there on. */
  readonly seq: number;
  /** From 1. */
  readonly version: number;
  /** Seq of the first version. */
  readonly firstSeq: number;
  readonly data: Data;
}

export type ProgrammeVersion = Version<ProgrammeData>;
export interface TargetVersion extends Version<TargetData> {
  /** Computations whose keys are not counted for it yet, and whose whole period is not walked: they are being filled in. */
  readonly unfilled?: readonly number[];
  /** False: another version took its place, and what is kept for a target is moved no longer for it. */
  readonly isFollowed?: boolean;
  /** Absent where its filter narrows none. */
  readonly narrowed?: NarrowedMeasures;
}
export type MeasureVersion = Version<MeasureData> & MeasureInForce;
export type CalendarVersion = Version<CalendarSet['data']>;

/** Versions in force, in the order in which each was defined first. */
export interface DefinitionsInForce {
  readonly programmes: readonly ProgrammeVersion[];
  readonly targets: readonly TargetVersion[];
  /** By code. */
  readonly measures: ReadonlyMap<string, MeasureVersion>;
  readonly calendars: readonly CalendarVersion[];
}

/** What is defined, by its kind. */
export interface DefinedData {
  readonly programme: ProgrammeData;
  readonly target: TargetData;
  readonly measure: MeasureData;
  readonly calendar: CalendarSet['data'];
}

export type DefinitionKind = keyof DefinedData;

/** What a fact defines: the same key, a later version. */
export interface DefinitionKey<Kind extends DefinitionKind = DefinitionKind> {
  readonly kind: Kind;
  readonly code: string;
  /** A target's own code, a calendar's year; else empty. */
  readonly part: string;
}

/** With what it is defined as. */
export type Definition = {
  readonly [Kind in DefinitionKind]: DefinitionKey<Kind> & { readonly data: DefinedData[Kind] };
}[DefinitionKind];

const kinds = ['programme', 'measure', 'calendar'] as const;
const definition = factsOf(...kinds);

/** Types of the facts that define programmes, targets, measures and calendars. */
export const definitionFactTypes: readonly string[] = typesOfKinds(...kinds);

/** Null: the fact defines nothing. */
export const definitionOf = (sequenced: SequencedFact): Definition | null => {
  const fact = definition(sequenced);
  switch (fact?.type) {
    case undefined:
      return null;
    case 'ProgrammeDefined':
    case 'ProgrammeAmended':
      return { kind: 'programme', code: fact.data.code, part: '', data: fact.data };
    case 'TargetSet':
    case 'TargetAmended':
      return { kind: 'target', code: fact.data.programme, part: fact.data.code, data: fact.data };
    case 'MeasureDefined':
    case 'MeasureAmended':
      return { kind: 'measure', code: fact.data.code, part: '', data: fact.data };
    case 'CalendarSet':
      return { kind: 'calendar', code: fact.data.code, part: String(fact.data.year), data: fact.data };
  }
};

const computesTheSame = (a: MeasureData, b: MeasureData): boolean =>
  canonicalJson({ ...a, name: null }) === canonicalJson({ ...b, name: null });

/** Whether nothing that it counts came before its definition. */
export const countsFromItsBeginning = (data: MeasureData, recordedFacts: ReadonlySet<string>): boolean =>
  !sourceNames(data).some((name) => recordedFacts.has(name));

/**
 * Under which seq the quantities of this version are kept, and whether they are all there. A version that is only called
 * otherwise goes on with what is kept; any other begins anew, and is incomplete until facts that came before it are filled in.
 */
export const computationOf = (
  seq: number,
  data: MeasureData,
  before: MeasureVersion | undefined,
  recordedFacts: ReadonlySet<string>,
): Pick<MeasureVersion, 'computation' | 'complete'> =>
  before && computesTheSame(before.data, data)
    ? { computation: before.computation, complete: before.complete }
    : { computation: seq, complete: countsFromItsBeginning(data, recordedFacts) };

const none: ReadonlySet<string> = new Set();

const nextVersion = <Data>(before: Version<Data> | undefined, seq: number, data: Data): Version<Data> => ({
  seq,
  data,
  version: (before?.version ?? 0) + 1,
  firstSeq: before?.firstSeq ?? seq,
});

const nextMeasure = (before: MeasureVersion | undefined, seq: number, data: MeasureData): MeasureVersion => ({
  ...nextVersion(before, seq, data),
  ...computationOf(seq, data, before, none),
});

/** In a fold, measures are narrowed under numbers of its own, one for a measure and filter. */
const withNarrowed = (
  targets: readonly TargetVersion[],
  measures: DefinitionsInForce['measures'],
): readonly TargetVersion[] => {
  const numbers = new Map<string, number>();
  return targets.map((target): TargetVersion => {
    const narrowings = narrowingsOf(measures, target.data);
    if (narrowings.length === 0) return target;
    const narrowed = narrowings.map((narrowing): [number, MeasureInForce] => {
      const { computation: of } = narrowing.measure;
      const name = nameOfNarrowing(of, narrowing.filter);
      const computation = numbers.get(name) ?? -1 - numbers.size;
      numbers.set(name, computation);
      return [of, { computation, complete: true, data: narrowedData(narrowing) }];
    });
    return { ...target, narrowed: new Map(narrowed) };
  });
};

/**
 * What is defined in the end by facts in the order of the log. Who folds the whole log counts for every measure what came before it
 * too: here all are complete.
 */
export const foldDefinitions = (facts: readonly SequencedFact[]): DefinitionsInForce => {
  const programmes = new Map<string, ProgrammeVersion>();
  const targets = new Map<string, TargetVersion>();
  const measures = new Map<string, MeasureVersion>();
  const calendars = new Map<string, CalendarVersion>();
  for (const fact of facts) {
    const defined = definitionOf(fact);
    if (!defined) continue;
    const { seq } = fact;
    const { kind, code, part, data } = defined;
    const name = `${code} ${part}`;
    if (kind === 'programme') programmes.set(name, nextVersion(programmes.get(name), seq, data));
    else if (kind === 'target') targets.set(name, nextVersion(targets.get(name), seq, data));
    else if (kind === 'measure') measures.set(code, nextMeasure(measures.get(code), seq, data));
    else calendars.set(name, nextVersion(calendars.get(name), seq, data));
  }
  return {
    programmes: [...programmes.values()],
    targets: withNarrowed([...targets.values()], measures),
    measures,
    calendars: [...calendars.values()],
  };
};
