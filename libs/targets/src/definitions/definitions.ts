import { canonicalJson } from '#canonical-json';
import {
  type CalendarSet,
  factsOf,
  type MeasureData,
  type ProgrammeData,
  type SequencedFact,
  type TargetData,
} from '#facts';
import type { MeasureInForce } from '../figures/measures-in-force.js';
import { sourceNames } from '../figures/source-facts.js';

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
export type TargetVersion = Version<TargetData>;
export type MeasureVersion = Version<MeasureData> & MeasureInForce;
export type CalendarVersion = Version<CalendarSet['data']>;

export type DefinitionKind = 'programme' | 'target' | 'measure' | 'calendar';

/** What a fact defines: the same key, a later version. */
export interface DefinitionKey {
  readonly kind: DefinitionKind;
  readonly code: string;
  /** A target's own code, a calendar's year; else empty. */
  readonly part: string;
}

const definition = factsOf('programme', 'measure', 'calendar');

/** Null: the fact defines nothing. */
export const definitionKey = (sequenced: SequencedFact): DefinitionKey | null => {
  const fact = definition(sequenced);
  switch (fact?.type) {
    case undefined:
      return null;
    case 'ProgrammeDefined':
    case 'ProgrammeAmended':
      return { kind: 'programme', code: fact.data.code, part: '' };
    case 'TargetSet':
    case 'TargetAmended':
      return { kind: 'target', code: fact.data.programme, part: fact.data.code };
    case 'MeasureDefined':
    case 'MeasureAmended':
      return { kind: 'measure', code: fact.data.code, part: '' };
    case 'CalendarSet':
      return { kind: 'calendar', code: fact.data.code, part: String(fact.data.year) };
  }
};

const computesTheSame = (a: MeasureData, b: MeasureData): boolean =>
  canonicalJson({ ...a, name: null }) === canonicalJson({ ...b, name: null });

/**
 * Under which seq the quantities of this version are kept, and whether they are all there. A version that is only called
 * otherwise goes on with what is kept; any other begins anew, and is incomplete when facts it should count came before it.
 */
export const computationOf = (
  seq: number,
  data: MeasureData,
  before: MeasureVersion | undefined,
  recordedFacts: ReadonlySet<string>,
): Pick<MeasureVersion, 'computation' | 'complete'> =>
  before && computesTheSame(before.data, data)
    ? { computation: before.computation, complete: before.complete }
    : { computation: seq, complete: !sourceNames(data).some((name) => recordedFacts.has(name)) };
