import { type SequencedFact, typesOfKinds } from '#facts';
import type { TargetVersion } from '../definitions/definitions.js';
import { boundTo, contribute, type Delta } from '../figures/contributions.js';
import type { FigureSubject } from '../figures/figure-subject.js';
import { compileIndicators } from '../figures/indicator-values.js';
import { compileSources, type MeasureInForce } from '../figures/measures-in-force.js';
import { isSource, sourceName, sourceNames } from '../figures/source-facts.js';
import { subjectFromRow, type SubjectRow, subjectToRow } from '../figures/subject-row.js';
import { type FigurePlan, type MeasuresByCode, planOf, planOfTarget } from '../progress/figure-plan.js';
import { type FigureReading, shownFigure } from '../progress/figure-reading.js';
import { paceYears } from '../progress/pace.js';
import { type TargetProgress, targetProgress } from '../progress/progress-answer.js';
import { FigureKeeper } from './figure-keeper.js';
import { foldDefinitions, type FoldedDefinitions } from './folded-definitions.js';

/** Types of the facts that define programmes, targets, measures and calendars. */
export const definitionFactTypes: readonly string[] = typesOfKinds('programme', 'measure', 'calendar');

/** Only measures that a target shows, or whose balance it compares, are worth keeping. */
const shownMeasures = ({ targets, measures }: FoldedDefinitions): readonly MeasureInForce[] => {
  const shown = new Set(targets.flatMap(({ data }) => [data.measure, ...data.beside]));
  const grown = new Set(measures.flatMap(({ data }) => (shown.has(data.code) ? [data.of] : [])));
  return measures.filter(({ data }) => shown.has(data.code) || grown.has(data.code));
};

/**
 * Figures folded from nothing, in memory and without the tables that the projection keeps. The definitions that hold at the cut
 * are known first, so that only what their targets need is kept: sums by day, days by key, values reported, and of each loan
 * what a cancellation would take back.
 */
export class FigureFold {
  /** As JSON text: a year has more than a million loans. */
  private readonly subjects = new Map<string, string>();
  private readonly firstSeqs = new Map<string, number>();
  private readonly keeper: FigureKeeper;
  private readonly sourcesOf: ReturnType<typeof compileSources>;
  private readonly valueOf: ReturnType<typeof compileIndicators>;

  constructor(private readonly definitions: FoldedDefinitions) {
    const measures = shownMeasures(definitions);
    this.sourcesOf = compileSources(measures);
    this.valueOf = compileIndicators(measures);
    const byCode = new Map(measures.map((measure) => [measure.data.code, measure]));
    this.keeper = new FigureKeeper(definitions.targets, byCode);
  }

  /**
   * All facts up to the cut, each once, in the order of the log, in batches of any size. Definitions among them are passed over.
   * Throws where the projection would stop: at a fact of a loan, disbursement, borrower or indicator that is not known.
   */
  take(facts: readonly SequencedFact[]): void {
    for (const fact of facts) {
      if (!isSource(fact)) continue;
      const name = sourceName(fact);
      if (!this.firstSeqs.has(name)) this.firstSeqs.set(name, fact.seq);
      const value = this.valueOf(fact);
      if (value) this.keeper.addValue(value);
      this.keeper.add(this.contributed(fact));
    }
  }

  /** @internal See `progressOfFold`. */
  progress(programme: string, effectiveAsOf: string): readonly TargetProgress[] | null {
    const { programmes, targets, calendars } = this.definitions;
    if (!programmes.some(({ data }) => data.code === programme)) return null;
    const measures = this.completeMeasures();
    const setting = { effectiveAsOf, years: paceYears(calendars) };
    const read = (plan: FigurePlan | null): FigureReading | null => plan && this.keeper.read(plan);
    return targets
      .filter(({ data }) => data.programme === programme)
      .map((target) => {
        const reading = read(planOfTarget(measures, target, setting));
        const beside = target.data.beside.map((measure) => ({
          measure,
          actual: shownFigure(
            read(planOf(measures, measure, target, setting)),
            measures.get(measure)?.data.unit ?? target.data.unit,
          ),
        }));
        return targetProgress(target, reading, this.achievedSeq(measures, target), beside, setting);
      });
  }

  private contributed(fact: SequencedFact): readonly Delta[] {
    const of = boundTo(this.sourcesOf, fact);
    if (!of) return [];
    const text = this.subjects.get(of.subject);
    const before: FigureSubject | null =
      text === undefined ? null : subjectFromRow(JSON.parse(text) as SubjectRow);
    const { subject, deltas } = contribute(this.sourcesOf, before, of.bearing, fact);
    if (subject !== before) this.subjects.set(of.subject, JSON.stringify(subjectToRow(subject)));
    return deltas;
  }

  /** A measure whose facts came before it has no figure, so that what they added does no harm. */
  private completeMeasures(): MeasuresByCode {
    const complete = (measure: MeasureInForce): boolean =>
      sourceNames(measure.data).every((name) => {
        const firstSeq = this.firstSeqs.get(name);
        return firstSeq === undefined || firstSeq > measure.computation;
      });
    return new Map(
      this.definitions.measures.map((measure) => [
        measure.data.code,
        { ...measure, complete: complete(measure) },
      ]),
    );
  }

  private achievedSeq(measures: MeasuresByCode, target: TargetVersion): number | null {
    return this.keeper.achievedSeq(target, planOfTarget(measures, target));
  }
}

/** `definitions`: all facts of `definitionFactTypes` up to the cut, in the order of the log; others among them are passed over. */
export const foldFigures = (definitions: readonly SequencedFact[]): FigureFold =>
  new FigureFold(foldDefinitions(definitions));

/** The targets as `GET /v1/programmes/{code}/progress` has them without filters; null when the programme is not defined. */
export const progressOfFold = (
  fold: FigureFold,
  programme: string,
  effectiveAsOf: string,
): readonly TargetProgress[] | null => fold.progress(programme, effectiveAsOf);
