import type { MeasureData, SequencedFact } from '#facts';
import {
  type CalendarVersion,
  computationOf,
  definitionKey,
  type DefinitionKind,
  type MeasureVersion,
  type ProgrammeVersion,
  type TargetVersion,
} from '../definitions/definitions.js';

interface Folded {
  readonly kind: DefinitionKind;
  readonly seq: number;
  readonly version: number;
  readonly firstSeq: number;
  readonly data: object;
  readonly computation?: number;
}

/** What is defined in the end, each kind in the order in which it was defined first. */
export interface FoldedDefinitions {
  readonly programmes: readonly ProgrammeVersion[];
  readonly targets: readonly TargetVersion[];
  /** Whether they are complete is only known once the facts are read. */
  readonly measures: readonly MeasureVersion[];
  readonly calendars: readonly CalendarVersion[];
}

const none: ReadonlySet<string> = new Set();

const nextVersion = (
  before: Folded | undefined,
  kind: DefinitionKind,
  { seq, data }: SequencedFact,
): Folded => ({
  kind,
  seq,
  data,
  version: (before?.version ?? 0) + 1,
  firstSeq: before?.firstSeq ?? seq,
  ...(kind === 'measure' &&
    computationOf(seq, data as MeasureData, before as MeasureVersion | undefined, none)),
});

/** Facts in the order of the log. */
export const foldDefinitions = (facts: readonly SequencedFact[]): FoldedDefinitions => {
  const folded = new Map<string, Folded>();
  for (const fact of facts) {
    const key = definitionKey(fact);
    if (!key) continue;
    const name = `${key.kind} ${key.code} ${key.part}`;
    folded.set(name, nextVersion(folded.get(name), key.kind, fact));
  }
  const ofKind = <Version>(wanted: DefinitionKind): readonly Version[] =>
    [...folded.values()].filter(({ kind }) => kind === wanted) as unknown as readonly Version[];
  return {
    programmes: ofKind('programme'),
    targets: ofKind('target'),
    measures: ofKind('measure'),
    calendars: ofKind('calendar'),
  };
};
