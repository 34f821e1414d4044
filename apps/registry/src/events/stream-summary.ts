import type { StreamSummary } from '#contract';
import type { Answered } from '#intake';
import { positionAfter, problemOf } from './outcome-answers.js';

/** Counts what became of the reports of a stream, as they are told. */
export class StreamCounts {
  private read = 0;
  private recorded = 0;
  private repeated = 0;
  private refused = 0;
  private unknown = 0;
  private readonly byRule = new Map<string, number>();
  private position: string | null = null;

  note(outcome: Answered): void {
    this.read += 1;
    this.position = positionAfter(this.position, outcome);
    if (outcome.outcome === 'recorded') {
      if (outcome.repeated) this.repeated += 1;
      else this.recorded += 1;
      return;
    }
    const problem = problemOf(outcome);
    if (problem.outcome === 'unknown') {
      this.unknown += 1;
      return;
    }
    this.refused += 1;
    // What is refused by no rule is counted under the word of its problem.
    const rule = problem.rule ?? problem.type.slice('/problems/'.length);
    this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
  }

  /** Of a dry run nothing is recorded, so that it has no position. */
  summary(isDry: boolean): StreamSummary['summary'] {
    const { read, recorded, repeated, refused, unknown, position } = this;
    const byRule = Object.fromEntries([...this.byRule].sort(([one], [other]) => (one < other ? -1 : 1)));
    return { read, recorded, repeated, refused, unknown, byRule, position: isDry ? null : position };
  }
}
