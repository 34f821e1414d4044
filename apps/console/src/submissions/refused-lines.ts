import type { SubmissionRefusal } from '#contract';

/** A line of a file with all that a rule refuses in it. */
export type RefusedLine = readonly [first: SubmissionRefusal, ...others: SubmissionRefusal[]];

/** Of refusals in the order of their lines: the first lines of each rule, each with all of its faults. */
export class FirstLinesOfRules {
  private readonly ofRules: Map<string, [SubmissionRefusal, ...SubmissionRefusal[]][]>;
  private lastLine = 0;

  constructor(
    rules: readonly string[],
    private readonly ofEach: number,
  ) {
    this.ofRules = new Map(rules.map((rule) => [rule, []]));
  }

  add(refusal: SubmissionRefusal): void {
    this.lastLine = refusal.line;
    const lines = this.ofRules.get(refusal.rule);
    const last = lines?.at(-1);
    if (last?.[0].line === refusal.line) last.push(refusal);
    else if (lines && lines.length < this.ofEach) lines.push([refusal]);
  }

  /** Once a line has begun after the last one of every rule: faults of that one may still come until then. */
  get isWhole(): boolean {
    return [...this.ofRules.values()].every(
      (lines) => lines.length === this.ofEach && (lines.at(-1)?.[0].line ?? 0) < this.lastLine,
    );
  }

  get lines(): ReadonlyMap<string, readonly RefusedLine[]> {
    return this.ofRules;
  }
}
