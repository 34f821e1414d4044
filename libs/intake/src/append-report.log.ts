import { type Append, type AppendGuard, type EventLog, OutcomeUnknown } from '#event-log';
import type { NewFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { type Author, type Ledger, newFact, storedAs } from '#recording';
import type { Report } from '#reports';
import type { RuleSet, RulesOf } from '#rules';
import { backOffMs, pause } from '#wake-up';
import type { ReportOutcome } from './outcome.js';

// Appending facts that record reports: shared by ordinary reports and by corrections and reversals.

/** The authenticated institution that reports. */
export interface Sender extends Author {
  readonly institution: InstitutionCode;
  /** When the report was received, for a file that is decided on later. Its Shanghai day is the decision's today. */
  readonly receivedAtMs?: number;
  /** Submission and line, for a report of a file. */
  readonly causationId?: string;
}

/** What a report is decided on and by which rules, and the log it is appended to: the ledger's `log` or `bulk`. */
export interface Recording {
  readonly ledger: Ledger;
  readonly log: EventLog;
  readonly rules: RuleSet;
  /** Rules by version, for facts recorded earlier. Default: all versions there are. */
  readonly rulesOf?: RulesOf;
}

/** `decide-again`: another writer was faster, or the cached states do not suffice for an answer. */
export type Attempted = ReportOutcome | 'decide-again';

/** Where facts are appended; the guard names the sender's revision at the decision. */
interface Place extends Pick<Append, 'stream' | 'expectedRevision'> {
  readonly guard: AppendGuard;
}

/** A decision's fact and its flags. */
interface Decided {
  readonly fact: { readonly type: string; readonly data: object };
  readonly flags: readonly string[];
}

/** The fact that records a report. */
export const factOf = (
  { id, source, time, digest, extensions, data }: Report,
  { fact, flags }: Decided,
  sender: Sender,
  nowMs: number,
  rules: RuleSet,
): NewFact =>
  newFact(fact, sender, nowMs, {
    reportId: id,
    source,
    time,
    reportDigest: digest,
    ruleSetVersion: rules.version,
    flags,
    extensions,
    effectiveDate: data.effectiveDate,
    institution: sender.institution,
    ...(sender.causationId === undefined ? {} : { causationId: sender.causationId }),
  });

/**
 * Appends facts that record one report each, all or none, at the revision that the first was decided on. `stored` is called with the facts
 * as the log holds them.
 */
export const appendReports = async (
  facts: readonly NewFact[],
  place: Place,
  { ledger, log }: Recording,
  stored: (facts: readonly StoredFact[]) => void,
): Promise<readonly ReportOutcome[] | 'decide-again'> => {
  const append: Append = { ...place, facts };
  const idOf = ({ metadata }: NewFact): string => metadata.reportId as string;
  try {
    const result = await log.append(append);
    if (result.outcome === 'conflict') return 'decide-again';
    const asStored = storedAs(append, result.firstRevision);
    stored(asStored);
    ledger.appendedUpTo(result.position);
    return asStored.map((fact) => ({
      outcome: 'recorded',
      id: idOf(fact),
      repeated: false,
      facts: [{ type: fact.type, stream: fact.stream, revision: fact.revision }],
      position: result.position,
      flags: fact.metadata.flags,
      stampedAt: fact.metadata.stampedAt,
    }));
  } catch (error) {
    if (error instanceof OutcomeUnknown) return facts.map((fact) => ({ outcome: 'unknown', id: idOf(fact) }));
    throw error;
  }
};

/** Appends the fact of one report. */
export const appendReport = (
  report: Report,
  { stream, expectedRevision, guard, fact, flags }: Place & Decided,
  sender: Sender,
  nowMs: number,
  to: Recording,
  stored: (facts: readonly StoredFact[]) => void,
): Promise<Attempted> =>
  appendReports(
    [factOf(report, { fact, flags }, sender, nowMs, to.rules)],
    { stream, expectedRevision, guard },
    to,
    stored,
  ).then((outcomes) => (outcomes === 'decide-again' ? outcomes : (outcomes[0] as ReportOutcome)));

/** Repeats the attempt until it has an outcome: at once after the first, then after pauses. */
export const untilDecided = async (
  attempt: (attempts: number) => Promise<Attempted>,
  pauseMs: (ms: number) => Promise<void> = pause,
): Promise<ReportOutcome> => {
  for (let attempts = 0; ; attempts += 1) {
    const outcome = await attempt(attempts);
    if (outcome !== 'decide-again') return outcome;
    // Other writers of the stream need milliseconds, so the pauses are as short.
    if (attempts > 0) await pauseMs(backOffMs(attempts, { firstMs: 1, longestMs: 100 }));
  }
};
