import { factValueOf } from './fact-values.js';
import type { StoredFact } from './stored-fact.js';

/** What of a report its fact repeats. */
export interface ReportedContent {
  /** Without `xudai.` and `.v1`. */
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly effectiveDate: string };
}

/** Subject of the report that a fact repeats; undefined for a fact that repeats none. */
export const reportSubject = ({ type, data }: StoredFact): string | undefined => {
  const report = factValueOf(type)?.report;
  return report ? String((data as Readonly<Record<string, unknown>>)[report.subject]) : undefined;
};

/**
 * The way back from a fact to the report that it repeats, so that it can be decided on again. Undefined for a fact that repeats none:
 * what the registry recorded by itself, and corrections and reversals.
 */
export const reportedAs = ({ type, effectiveDate, data }: StoredFact): ReportedContent | undefined => {
  const report = factValueOf(type)?.report;
  if (!report || effectiveDate === null) return undefined;
  const { [report.subject]: subject, ...members } = data as Readonly<Record<string, unknown>>;
  const sent = Object.entries(members).filter(([name]) => !report.derived.includes(name));
  return {
    type: report.type,
    subject: String(subject),
    data: { effectiveDate, ...Object.fromEntries(sent) },
  };
};
