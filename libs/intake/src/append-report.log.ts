import { type Append, type AppendGuard, type EventLog, OutcomeUnknown } from '#event-log';
import type { NewFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { type Author, type Ledger, newFact, storedAs } from '#recording';
import type { Report } from '#reports';
import type { RuleSet, RulesOf } from '#rules';
import { backOffMs, pause } from '#wake-up';
import type { ReportOutcome } from './outcome.js';

// What recording has in common, whether a report says something new or changes what was reported before.

/** The authenticated institution that reports. */
export interface Sender extends Author {
  readonly institution: InstitutionCode;
  /** When the report was received, where it is decided on later: that day is its today. */
  readonly receivedAtMs?: number;
  /** What made it be decided on, where it is part of a whole. */
  readonly causationId?: string;
}

/** What is decided on and by which rules, and where the fact is appended: the ledger's log, one way or the other. */
export interface Recording {
  readonly ledger: Ledger;
  readonly log: EventLog;
  readonly rules: RuleSet;
  /** The versions that recorded facts name; those that there are, unless given. */
  readonly rulesOf?: RulesOf;
}

/** Somebody else was faster, or what was looked at was not all: it is to be decided on again. */
export type Attempted = ReportOutcome | 'overtaken';

/** Where facts are to stand, and the sender as it was when they were decided on. */
interface Place extends Pick<Append, 'stream' | 'expectedRevision'> {
  readonly guard: AppendGuard;
}

/** What was decided on, as a fact. */
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
 * Appends facts that record reports, one each, at the revision that the first was decided on; `stored` hears of them as the log now holds
 * them. All stand, or none does.
 */
export const appendReports = async (
  facts: readonly NewFact[],
  place: Place,
  { ledger, log }: Recording,
  stored: (facts: readonly StoredFact[]) => void,
): Promise<readonly ReportOutcome[] | 'overtaken'> => {
  const append: Append = { ...place, facts };
  const idOf = ({ metadata }: NewFact): string => metadata.reportId as string;
  try {
    const result = await log.append(append);
    if (result.outcome === 'conflict') return 'overtaken';
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

/** The same with one. */
export const appendReport = async (
  report: Report,
  { stream, expectedRevision, guard, fact, flags }: Place & Decided,
  sender: Sender,
  nowMs: number,
  to: Recording,
  stored: (facts: readonly StoredFact[]) => void,
): Promise<Attempted> => {
  const outcomes = await appendReports(
    [factOf(report, { fact, flags }, sender, nowMs, to.rules)],
    { stream, expectedRevision, guard },
    to,
    stored,
  );
  return outcomes === 'overtaken' ? outcomes : (outcomes[0] as ReportOutcome);
};

/** Again and again, until nobody was faster. */
export const untilNotOvertaken = async (
  attempt: (attempts: number) => Promise<Attempted>,
): Promise<ReportOutcome> => {
  for (let attempts = 0; ; attempts += 1) {
    const outcome = await attempt(attempts);
    if (outcome !== 'overtaken') return outcome;
    // Others who write to the same stream are quick: so are the pauses.
    if (attempts > 0) await pause(backOffMs(attempts, { firstMs: 1, longestMs: 100 }));
  }
};
