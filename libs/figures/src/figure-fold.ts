import type { BusinessDate } from '#calendar';
import { type CalendarSet, changeOf, type SequencedFact } from '#facts';
import { RecordedSubjects } from '#history';
import { contributed, type SubjectChange, type Subjects } from './changed-contributions.js';
import { type DefinitionsInForce, foldDefinitions, type TargetVersion } from './definitions.js';
import { FigureAccumulator } from './figure-accumulator.js';
import {
  besidePlans,
  type FigurePlan,
  type FigureReading,
  type MeasuresByCode,
  planOfTarget,
  shownFigure,
} from './figure-plan.js';
import { subjectFromRow, subjectOf, type SubjectRow, subjectToRow } from './figure-subject.js';
import { compileIndicators } from './indicator-values.js';
import { compileSources, isSource, type MeasureInForce } from './measures-in-force.js';
import { paceYears } from './pace.js';

/** Streams in which facts are corrected or reversed, each with the seq of the last such change. */
export type ChangedStreams = ReadonlyMap<string, number>;

/** Facts in the order of the log; others among them are passed over. */
const changedStreams = (facts: readonly SequencedFact[]): ChangedStreams =>
  new Map(facts.filter(changeOf).map(({ stream, seq }) => [stream, seq]));

interface Recorded {
  readonly own: RecordedSubjects;
  /** What the arbiter settled of the loan. */
  readonly settled: SequencedFact[];
}

/**
 * What corrections and reversals change, out of the facts alone, as they come in the order of the log. Only facts of streams that are changed later
 * are kept, and only up to the last change: in a log of millions they are few.
 */
class RecordedChanges {
  private readonly streams = new Map<string, Recorded>();

  constructor(private readonly changed: ChangedStreams) {}

  /** The next fact; gives what it changes, where it is a correction or reversal. */
  take(fact: SequencedFact): SubjectChange | undefined {
    if (this.changed.size === 0) return undefined;
    const of = subjectOf(fact);
    const stream = of?.bearing === 'settles' ? of.subject : fact.stream;
    const last = this.changed.get(stream);
    if (last === undefined || fact.seq > last) return undefined;
    const recorded = this.recorded(stream);
    if (of?.bearing === 'settles') {
      recorded.settled.push(fact);
      return undefined;
    }
    const amendment = recorded.own.add(fact);
    if (fact.seq === last) this.streams.delete(stream);
    return amendment && { ...amendment, settled: [...recorded.settled] };
  }

  private recorded(stream: string): Recorded {
    const found = this.streams.get(stream);
    if (found) return found;
    const begun: Recorded = { own: new RecordedSubjects(), settled: [] };
    this.streams.set(stream, begun);
    return begun;
  }
}

/** Only measures that a target shows, or whose balance it compares, are worth keeping. */
const shownMeasures = ({ targets, measures }: DefinitionsInForce): MeasuresByCode => {
  const shown = new Set<string>(targets.flatMap(({ data }) => [data.measure, ...data.beside]));
  const compared = new Set<string | null | undefined>([...shown].map((code) => measures.get(code)?.data.of));
  return new Map([...measures].filter(([code]) => shown.has(code) || compared.has(code)));
};

/** What is counted for the targets: the measures that they show, and those that their filters narrow. */
const countedMeasures = (
  { targets }: DefinitionsInForce,
  shown: MeasuresByCode,
): readonly MeasureInForce[] => {
  const narrowed = targets.flatMap((target) => [...(target.narrowed?.values() ?? [])]);
  return [...new Map([...shown.values(), ...narrowed].map((each) => [each.computation, each])).values()];
};

/** As JSON text: a year has more than a million loans. */
const subjectsAsText = (): Subjects => {
  const texts = new Map<string, string>();
  return {
    get: (name) => {
      const text = texts.get(name);
      return text === undefined ? undefined : subjectFromRow(JSON.parse(text) as SubjectRow);
    },
    set: (name, subject) => texts.set(name, JSON.stringify(subjectToRow(subject))),
  };
};

/** What the fold has for one target. */
interface FoldedTarget {
  readonly target: TargetVersion;
  /** Null where the figure is not known. */
  readonly reading: FigureReading | null;
  /** The seq at which the whole period first satisfied the target; null where it never did. */
  readonly achievedSeq: number | null;
  readonly beside: readonly { readonly measure: string; readonly actual: string | null }[];
}

/**
 * Figures folded from nothing, in memory and without the tables that the projection keeps. The definitions that hold at the cut
 * are known first, so that only what their targets need is kept: sums by day, days by key, values reported, and of each loan
 * what a cancellation would take back. So is where corrections and reversals are to come: what they change is kept until then.
 */
export class FigureFold {
  private readonly subjects = subjectsAsText();
  private readonly recorded: RecordedChanges;
  private readonly accumulator: FigureAccumulator;
  private readonly sourcesOf: ReturnType<typeof compileSources>;
  private readonly takeValues: ReturnType<typeof compileIndicators>;

  constructor(
    private readonly definitions: DefinitionsInForce,
    changed: ChangedStreams,
  ) {
    this.recorded = new RecordedChanges(changed);
    const measures = shownMeasures(definitions);
    const counted = countedMeasures(definitions, measures);
    this.sourcesOf = compileSources(counted);
    this.takeValues = compileIndicators(counted);
    this.accumulator = new FigureAccumulator(definitions.targets, measures);
  }

  /**
   * All facts up to the cut, each once, in the order of the log, in batches of any size. Definitions among them are passed over.
   * Throws where the projection would stop: at a fact of a loan, disbursement, borrower or indicator that is not known.
   */
  take(facts: readonly SequencedFact[]): void {
    for (const fact of facts) {
      const isChange = changeOf(fact) !== undefined;
      if (!isChange && !isSource(fact)) continue;
      const change = this.recorded.take(fact);
      if (isChange && !change)
        throw new Error(`The change at seq ${fact.seq} was not announced before the fold.`);
      for (const value of this.takeValues(fact, change)) this.accumulator.addValue(value);
      this.accumulator.add(contributed(this.sourcesOf, this.subjects, fact, change));
    }
  }

  /** The years that working days are counted by. */
  get years(): readonly CalendarSet['data'][] {
    return paceYears(this.definitions.calendars);
  }

  /** The targets of a programme without filters; null when it is not defined. */
  targets(programme: string, effectiveAsOf: BusinessDate): readonly FoldedTarget[] | null {
    const { programmes, targets, measures } = this.definitions;
    if (!programmes.some(({ data }) => data.code === programme)) return null;
    const read = (plan: FigurePlan | null): FigureReading | null => plan && this.accumulator.read(plan);
    return targets
      .filter(({ data }) => data.programme === programme)
      .map((target) => ({
        target,
        reading: read(planOfTarget(measures, target, { effectiveAsOf })),
        achievedSeq: this.accumulator.achievedSeq(target, planOfTarget(measures, target)),
        beside: besidePlans(measures, target, { effectiveAsOf }).map(({ measure, unit, plan }) => ({
          measure,
          actual: shownFigure(read(plan), unit),
        })),
      }));
  }
}

/**
 * `definitions`: all facts of `definitionFactTypes` up to the cut, in the order of the log; others among them are passed over. `changed`:
 * where corrections and reversals are up to there, read out of such facts where it is not given.
 */
export const foldFigures = (
  definitions: readonly SequencedFact[],
  changed: ChangedStreams = changedStreams(definitions),
): FigureFold => new FigureFold(foldDefinitions(definitions), changed);
