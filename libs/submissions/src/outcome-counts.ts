import { sha256Hex } from '#canonical-json';
import type { RecordedOutcome, SubmissionTotal } from '#contract';
import { isLater, laterPosition } from '#event-log';
import { factValueOf, factValues } from '#facts';
import type { Answered, RefusedOutcome } from '#intake';
import { formatYuan } from '#money';
import { fullType, type Report } from '#reports';
import { isRuleCode } from '#rules';

/** What became of the reports of a file so far; as JSON it is kept with the file. */
export interface OutcomeCounts {
  readonly read: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly totals: readonly SubmissionTotal[];
  readonly recordedDigest: string;
  readonly position: string | null;
  /** Of what was recorded of the file itself the earliest; null before there is any, absent where it is not known. */
  readonly first?: string | null | undefined;
}

export const nothingDecided: OutcomeCounts = {
  read: 0,
  recorded: 0,
  repeated: 0,
  refused: 0,
  byRule: {},
  totals: [],
  recordedDigest: '0'.repeat(64),
  position: null,
  first: null,
};

/** One thing that is wrong with a line. */
export interface LineRefusal {
  readonly line: number;
  readonly no: number;
  readonly id: string | null;
  readonly type: string | null;
  readonly rule: string;
  readonly pointer: string | null;
  readonly message: string;
  readonly retryable: boolean;
}

/** By type of report the member of its data that a total adds up. */
const amounts: ReadonlyMap<string, string> = new Map(
  Object.keys(factValues).flatMap((type) => {
    const { report, amount } = factValueOf(type) ?? { report: null, amount: null };
    return report && amount !== null ? [[report.type, amount] as const] : [];
  }),
);

const amountOf = (report: Report): string | undefined => {
  const member = amounts.get(report.type);
  return member === undefined
    ? undefined
    : ((report.data as Readonly<Record<string, unknown>>)[member] as string);
};

/** A sum may be longer than the amount of a report. */
const fenOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** What was not recorded. Whose outcome is not known is decided on again and never counted. */
export type NotRecorded = Exclude<Answered, RecordedOutcome | { readonly outcome: 'unknown' }>;

const typeOf = (outcome: NotRecorded): string | null => (outcome.outcome === 'refused' ? outcome.type : null);

const wordOf = (outcome: NotRecorded): string =>
  outcome.outcome === 'refused' ? outcome.violated[0].rule : outcome.problem.type.slice('/problems/'.length);

/** All that is wrong with a line, in the order in which it was found. */
export const refusalsOf = (line: number, outcome: NotRecorded): readonly LineRefusal[] => {
  const of = { line, id: outcome.id, type: typeOf(outcome) };
  if (outcome.outcome === 'refused')
    return outcome.violated.map(({ rule, pointer, message, detail }, no) => ({
      ...of,
      no,
      rule,
      pointer,
      message: detail ?? message,
      retryable: outcome.retryable,
    }));
  const { title, detail = title, retryable = false } = outcome.problem;
  return [{ ...of, no: 0, rule: wordOf(outcome), pointer: null, message: detail, retryable }];
};

/** What was answered of lines whose refusals are listed: of those by rules, which alone rest on what was recorded. */
export const refusedOutcomes = (
  listed: readonly LineRefusal[],
): readonly (readonly [line: number, refused: RefusedOutcome])[] => {
  const byLine = new Map<number, LineRefusal[]>();
  for (const refusal of listed.filter(({ rule }) => isRuleCode(rule)))
    byLine.set(refusal.line, [...(byLine.get(refusal.line) ?? []), refusal]);
  return [...byLine].map(([line, refusals]) => {
    const [{ id, type, retryable }] = refusals as [LineRefusal];
    const violated = refusals.map(({ rule, pointer, message }) => ({
      rule,
      pointer: pointer ?? '',
      message,
    }));
    return [
      line,
      {
        outcome: 'refused',
        id,
        type,
        retryable,
        violated: violated as unknown as RefusedOutcome['violated'],
      },
    ];
  });
};

/** Of what a report of a file was recorded: of this very line, perhaps before a crash, of another line of the file, or before the file. */
export type RecordedOf = 'line' | 'file' | 'before';

/** Counts the reports of a file in its order. */
export class Tally {
  private read: number;
  private recorded: number;
  private repeated: number;
  private refused: number;
  private readonly byRule: Map<string, number>;
  private readonly totals: Map<string, SubmissionTotal>;
  private digest: string;
  private position: string | null;
  private first: string | null | undefined;

  constructor(from: OutcomeCounts = nothingDecided) {
    ({ read: this.read, recorded: this.recorded, repeated: this.repeated, refused: this.refused } = from);
    ({ recordedDigest: this.digest, position: this.position, first: this.first } = from);
    this.byRule = new Map(Object.entries(from.byRule));
    this.totals = new Map(from.totals.map((total) => [total.type ?? '', total]));
  }

  recordedOne(report: Report, { position }: Pick<RecordedOutcome, 'position'>, of: RecordedOf): void {
    const counted = of === 'line' ? 'recorded' : 'repeated';
    this.read += 1;
    this[counted] += 1;
    this.position = this.position === null ? position : laterPosition(this.position, position);
    if (of === 'line' && (this.first === null || (this.first && isLater(this.first, position))))
      this.first = position;
    this.digest = sha256Hex(`${this.digest} ${report.id} ${report.digest}`);
    const total = this.totalOf(fullType(report.type));
    const amount = amountOf(report);
    const added = of === 'file' ? 0n : fenOf(amount ?? '0.00');
    this.totals.set(total.type ?? '', {
      ...total,
      [counted]: total[counted] + 1,
      sum: amount === undefined ? null : formatYuan(fenOf(total.sum ?? '0.00') + added),
    });
  }

  /** Whether a fact at this place may have been recorded of the file: a fact before the file's first one was not. */
  mayBeAfterFirst(position: string): boolean {
    return this.first === undefined || (this.first !== null && !isLater(this.first, position));
  }

  refusedOne(outcome: NotRecorded, report: Report | undefined): void {
    this.read += 1;
    this.refused += 1;
    const word = wordOf(outcome);
    this.byRule.set(word, (this.byRule.get(word) ?? 0) + 1);
    const total = this.totalOf(report ? fullType(report.type) : typeOf(outcome));
    this.totals.set(total.type ?? '', { ...total, refused: total.refused + 1 });
  }

  get progress(): OutcomeCounts {
    const { read, recorded, repeated, refused, digest: recordedDigest, position, first } = this;
    const byRule = Object.fromEntries([...this.byRule].sort(byKey));
    const totals = [...this.totals].sort(byKey).map(([, total]) => total);
    return { read, recorded, repeated, refused, byRule, totals, recordedDigest, position, first };
  }

  private totalOf(type: string | null): SubmissionTotal {
    return this.totals.get(type ?? '') ?? { type, recorded: 0, repeated: 0, refused: 0, sum: null };
  }
}
