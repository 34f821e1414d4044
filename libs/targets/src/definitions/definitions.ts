import { canonicalJson } from '#canonical-json';
import type { CalendarSet, MeasureData, ProgrammeData, SequencedFact, TargetData } from '#facts';
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

/** Null: the fact defines nothing. */
export const definitionKey = ({ type, data }: SequencedFact): DefinitionKey | null => {
  switch (type) {
    case 'ProgrammeDefined':
    case 'ProgrammeAmended':
      return { kind: 'programme', code: (data as ProgrammeData).code, part: '' };
    case 'TargetSet':
    case 'TargetAmended': {
      const { programme, code } = data as TargetData;
      return { kind: 'target', code: programme, part: code };
    }
    case 'MeasureDefined':
    case 'MeasureAmended':
      return { kind: 'measure', code: (data as MeasureData).code, part: '' };
    case 'CalendarSet': {
      const { code, year } = data as CalendarSet['data'];
      return { kind: 'calendar', code, part: String(year) };
    }
    default:
      return null;
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
