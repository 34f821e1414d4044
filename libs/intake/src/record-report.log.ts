import { shanghaiDay } from '#calendar';
import type { RecordedOutcome } from '#contract';
import { type Append, type EventLog, type FoundReport, OutcomeUnknown } from '#event-log';
import { institutionStream } from '#facts';
import { institutionFold } from '#institutions';
import {
  type Author,
  type DecisionContext,
  type FoldedStream,
  type FoldRequest,
  type Ledger,
  newFact,
  storedAs,
} from '#recording';
import { fullType, type Report, type ReportType } from '#reports';
import type { RuleSet } from '#rules';
import { backOffMs, pause } from '#wake-up';
import { isUsccAccepted } from './accepted-uscc.log.js';
import { identification } from './identification.js';
import type { RefusedOutcome, ReportOutcome } from './outcome.js';
import { violation } from './refusal-message.js';
import type { ReportDecider } from './report-decider.js';

/** The authenticated institution that reports. */
export interface Sender extends Author {
  readonly institution: string;
}

/** What is decided on and by which rules, and where the fact is appended: the ledger's log, one way or the other. */
interface Recording {
  readonly ledger: Ledger;
  readonly log: EventLog;
  readonly rules: RuleSet;
}

/**
 * How the report's own stream is looked at. As it is known here costs no question: what is recorded on it is appended at its
 * revision and so stands or falls with it. A refusal has no such guard, and is told only after a look at the stream as it is.
 */
type Look = 'as-known' | 'as-it-is';

const refusedAs = (report: Report): Pick<RefusedOutcome, 'outcome' | 'id' | 'type'> => ({
  outcome: 'refused',
  id: report.id,
  type: fullType(report.type),
});

const idUsedOtherwise = (report: Report): RefusedOutcome => ({
  ...refusedAs(report),
  violated: [violation({ rule: 'DUP-R01', pointer: '/id' })],
  retryable: false,
});

const recordedBefore = async (
  report: Report,
  { stream, reports }: FoldedStream<unknown>,
  found: FoundReport | null,
  ledger: Ledger,
): Promise<RecordedOutcome | 'overtaken'> => {
  const before = reports.get(report.id);
  if (!before) return 'overtaken';
  const { factType, revision, flags, stampedAt } = before;
  return {
    outcome: 'recorded',
    id: report.id,
    repeated: true,
    facts: [{ type: factType, stream, revision }],
    position: await ledger.positionAtOrAfter(
      { stream, revision },
      found?.stream === stream && found.revision === revision ? found : null,
    ),
    flags,
    stampedAt,
  };
};

/** Appends the fact that was decided on, at the revision that was decided on. */
const append = async (
  report: Report,
  own: FoldRequest<unknown>,
  state: FoldedStream<unknown>,
  decision: {
    readonly fact: { readonly type: string; readonly data: object };
    readonly flags: readonly string[];
  },
  sender: Sender,
  nowMs: number,
  { ledger, log, rules }: Recording,
): Promise<ReportOutcome | 'overtaken'> => {
  const fact = newFact(decision.fact, sender, nowMs, {
    reportId: report.id,
    source: report.source,
    time: report.time,
    reportDigest: report.digest,
    ruleSetVersion: rules.version,
    flags: decision.flags,
    extensions: report.extensions,
    effectiveDate: report.data.effectiveDate,
    institution: sender.institution,
  });
  const append: Append = { stream: own.stream, expectedRevision: state.revision, facts: [fact] };
  try {
    const result = await log.append(append);
    if (result.outcome === 'conflict') return 'overtaken';
    ledger.folds.advance(own, state, storedAs(append, result.firstRevision));
    ledger.appendedUpTo(result.position);
    return {
      outcome: 'recorded',
      id: report.id,
      repeated: false,
      facts: [{ type: fact.type, stream: own.stream, revision: result.firstRevision }],
      position: result.position,
      flags: decision.flags,
      stampedAt: fact.metadata.stampedAt,
    };
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { outcome: 'unknown', id: report.id };
    throw error;
  }
};

const attempt = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
  look: Look,
): Promise<ReportOutcome | 'overtaken'> => {
  const { ledger } = to;
  const { institution } = sender;
  const own = decider.own(report, institution);
  const senderRequest = { stream: institutionStream(institution), fold: institutionFold };
  const [[state], [registration, ...others], elsewhere, isAccepted] = await Promise.all([
    look === 'as-known' ? ([ledger.folds.known(own)] as const) : ledger.folds.load<readonly [unknown]>([own]),
    ledger.folds.load([
      senderRequest,
      ...decider.others(report, institution),
    ] as readonly FoldRequest<unknown>[]),
    ledger.findReport(institution, report.id, own.stream),
    isUsccAccepted(ledger, report),
  ]);
  const before = state.reports.get(report.id);
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, state, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return elsewhere.stream === own.stream ? 'overtaken' : idUsedOtherwise(report);

  const registered = registration?.state as (typeof institutionFold)['evolution']['initial'];
  const [first, ...rest] = identification(report, registered, isAccepted);
  if (first) return { ...refusedAs(report), violated: [first, ...rest], retryable: first.rule === 'IDN-R05' };

  const nowMs = ledger.clock.now();
  const context: DecisionContext = {
    institution,
    today: shanghaiDay(nowMs),
    nowMs,
    rules: to.rules,
    time: report.time,
    reportingFrom: registered.status === 'REGISTERED' ? registered.data.reportingFrom : '',
  };
  const decision = decider.decide(report, context)(state.state, ...others.map((other) => other.state));
  if (decision.outcome === 'refuse')
    return look === 'as-known'
      ? 'overtaken'
      : { ...refusedAs(report), violated: [violation(decision)], retryable: decision.retryable };
  return append(report, own, state, decision, sender, nowMs, to);
};

/**
 * One report, one stream, one append. Gathers the states, asks whether the report came before, lets the capability decide, and
 * appends at the revision that was decided on; when somebody else was faster it starts over. Of other streams only what can no
 * longer turn against the report is read.
 */
export const recordReport = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> => {
  for (let attempts = 0; ; attempts += 1) {
    const outcome = await attempt(report, decider, sender, to, attempts === 0 ? 'as-known' : 'as-it-is');
    if (outcome !== 'overtaken') return outcome;
    // Others who write to the same stream are quick: so are the pauses.
    if (attempts > 0) await pause(backOffMs(attempts, { firstMs: 1, longestMs: 100 }));
  }
};
