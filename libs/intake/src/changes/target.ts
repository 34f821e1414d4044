import { changeOf, reportedAs, type ReportedContent, reportSubject, type StoredFact } from '#facts';
import { inSlices } from '#recording';
import {
  type ChangeType,
  dataSchemas,
  type Report,
  reportDigest,
  type ReportType,
  type StepType,
  violationsOf,
} from '#reports';
import type { Violated } from '../outcome.js';

/** The fact that a correction or reversal is of, as it was recorded, among all that was recorded about the same subject. */
export interface Target {
  readonly original: StoredFact;
  /** In the order of recording, with what was changed of it. */
  readonly aboutSame: readonly StoredFact[];
  /** Of the stream as a whole: the next to be recorded in it. */
  readonly nextRevision: number;
}

/** What of a stream is about a subject, with what changes it. Facts about others know nothing of it. */
export const aboutSubject = async (
  recorded: readonly StoredFact[],
  subject: string,
): Promise<readonly StoredFact[]> => {
  const found = new Map<number, StoredFact>();
  await inSlices(recorded, (facts) => {
    for (const fact of facts) {
      const changed = changeOf(fact)?.data.corrects.revision;
      if (changed === undefined ? reportSubject(fact) === subject : found.has(changed))
        found.set(fact.revision, fact);
    }
  });
  return [...found.values()];
};

/** What a fact repeats, as a report that is decided on; whose it is and when it came is as in the one that is at hand. */
const asReport = (base: Report, { type, subject, data }: ReportedContent): Report => ({
  ...base,
  type: type as StepType,
  subject,
  data: data as Report['data'],
});

/** The report that a fact came from, as far as deciding asks; undefined for corrections and reversals. */
export const reportOf = (base: Report, fact: StoredFact): Report | undefined => {
  const content = reportedAs(fact);
  return content && asReport(base, content);
};

/** A replacement as the report that it stands for, or where it does not fit the schema of that report's type. */
export type Replacing =
  | { readonly outcome: 'fits'; readonly report: Report }
  | { readonly outcome: 'violates'; readonly violations: readonly Violated[] };

const below = ['data', 'replacement'];

export const replacing = (report: Report, original: Report): Replacing => {
  const { replacement } = report.data as Report<'event.corrected'>['data'];
  const parsed = dataSchemas[original.type].safeParse(replacement);
  if (parsed.success) return { outcome: 'fits', report: { ...original, data: parsed.data } satisfies Report };
  const violations = violationsOf(parsed.error, replacement, below).map(({ pointer, message }): Violated => ({
    rule: 'SCH-R01',
    pointer,
    message,
  }));
  return { outcome: 'violates', violations };
};

/** A place in the data of the report that a replacement stands for, as a place in the correction. */
export const pointerInChange = (pointer: string): string =>
  pointer.startsWith('/data/') ? `/${below.join('/')}${pointer.slice('/data'.length)}` : pointer;

/** Whether two reports of one type about one thing say the same. */
export const saysTheSame = (one: Report, other: Report): boolean =>
  reportDigest(one.type, one.subject, one.data) === reportDigest(other.type, other.subject, other.data);

/** Whether it is a correction, and not a reversal. */
export const isCorrection = (report: { readonly type: ReportType }): report is Report<'event.corrected'> =>
  report.type === 'event.corrected';

export type ChangeReport = Report<ChangeType>;
