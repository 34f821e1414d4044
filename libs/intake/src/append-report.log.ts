import { shanghaiDay } from '#calendar';
import type { RecordedOutcome } from '#contract';
import { type Append, type AppendGuard, type EventLog, type FoundReport, OutcomeUnknown } from '#event-log';
import { institutionStream, type StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { institutionFold } from '#institutions';
import {
  type Author,
  type DecisionContext,
  type FoldedStream,
  type FoldRequest,
  type Ledger,
  newFact,
  type RecordedReport,
  storedAs,
} from '#recording';
import { fullType, type Report } from '#reports';
import type { RuleSet, RulesOf } from '#rules';
import { acceptedUsccRequest } from '#usccs';
import { backOffMs, pause } from '#wake-up';
import { usccInDoubt } from './identification.js';
import { type RefusedOutcome, type ReportOutcome, type Violated, violation } from './outcome.js';

/**
 * Whether a fact makes the report's USCC lawful. Asked only of a code in doubt; what was accepted is never withdrawn, so that once
 * known it is not asked for again.
 */
export const isUsccAccepted = (ledger: Pick<Ledger, 'folds'>, report: Report): boolean | Promise<boolean> => {
  const code = usccInDoubt(report);
  return code === undefined ? false : isAccepted(ledger, code);
};

const isAccepted = async ({ folds }: Pick<Ledger, 'folds'>, code: string): Promise<boolean> => {
  const { state } = await folds.one(acceptedUsccRequest(code), { asKept: true });
  return state.status === 'ACCEPTED';
};

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

type InstitutionState = (typeof institutionFold)['evolution']['initial'];

export const senderRequest = (institution: InstitutionCode): FoldRequest<InstitutionState> => ({
  stream: institutionStream(institution),
  fold: institutionFold,
});

/** That the sender still stands where it stood when the report was decided on. */
export const guardOf = ({ stream, revision }: FoldedStream<InstitutionState>): AppendGuard => ({
  stream,
  revision,
});

export const contextOf = (
  report: Report,
  sender: InstitutionState,
  nowMs: number,
  { institution, rules }: { readonly institution: InstitutionCode; readonly rules: RuleSet },
): DecisionContext => ({
  institution,
  today: shanghaiDay(nowMs),
  nowMs,
  rules,
  time: report.time,
  reportingFrom: sender.status === 'REGISTERED' ? sender.data.reportingFrom : '',
  replaces: false,
});

export const refusedFor = (
  report: Report,
  violated: RefusedOutcome['violated'],
  { retryable, later }: Pick<RefusedOutcome, 'retryable' | 'later'> = { retryable: false },
): RefusedOutcome => ({
  outcome: 'refused',
  id: report.id,
  type: fullType(report.type),
  violated,
  retryable,
  ...(later ? { later } : {}),
});

export const idUsedOtherwise = (report: Report): RefusedOutcome =>
  refusedFor(report, [violation({ rule: 'DUP-R01', pointer: '/id' })]);

/** All `IDN` rules that are broken; undefined when none is. */
export const notIdentified = (
  report: Report,
  [first, ...rest]: readonly Violated[],
): RefusedOutcome | undefined =>
  first && refusedFor(report, [first, ...rest], { retryable: first.rule === 'IDN-R05' });

/** The first outcome, answered again. */
export const recordedBefore = async (
  { id }: Report,
  stream: string,
  { factType, revision, flags, stampedAt }: RecordedReport,
  found: FoundReport | null,
  ledger: Ledger,
): Promise<RecordedOutcome> => ({
  outcome: 'recorded',
  id,
  repeated: true,
  facts: [{ type: factType, stream, revision }],
  position: await ledger.positionAtOrAfter(
    { stream, revision },
    found?.stream === stream && found.revision === revision ? found : null,
  ),
  flags,
  stampedAt,
});

/** A fact that was decided on, where it is to stand, and the sender as it was then. */
interface Decided extends Pick<Append, 'stream' | 'expectedRevision'> {
  readonly guard: AppendGuard;
  readonly fact: { readonly type: string; readonly data: object };
  readonly flags: readonly string[];
}

/** Appends the fact at the revision that it was decided on; `stored` hears of it as the log now holds it. */
export const appendReport = async (
  report: Report,
  { stream, expectedRevision, guard, fact: decided, flags }: Decided,
  sender: Sender,
  nowMs: number,
  { ledger, log, rules }: Recording,
  stored: (facts: readonly StoredFact[]) => void,
): Promise<Attempted> => {
  const fact = newFact(decided, sender, nowMs, {
    reportId: report.id,
    source: report.source,
    time: report.time,
    reportDigest: report.digest,
    ruleSetVersion: rules.version,
    flags,
    extensions: report.extensions,
    effectiveDate: report.data.effectiveDate,
    institution: sender.institution,
    ...(sender.causationId === undefined ? {} : { causationId: sender.causationId }),
  });
  const append: Append = { stream, expectedRevision, facts: [fact], guard };
  try {
    const result = await log.append(append);
    if (result.outcome === 'conflict') return 'overtaken';
    stored(storedAs(append, result.firstRevision));
    ledger.appendedUpTo(result.position);
    return {
      outcome: 'recorded',
      id: report.id,
      repeated: false,
      facts: [{ type: fact.type, stream, revision: result.firstRevision }],
      position: result.position,
      flags,
      stampedAt: fact.metadata.stampedAt,
    };
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { outcome: 'unknown', id: report.id };
    throw error;
  }
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
