import { shanghaiDay } from '#calendar';
import type { RecordedOutcome } from '#contract';
import type { Decision } from '#decider';
import type { AppendGuard, FoundReport } from '#event-log';
import { institutionStream } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { institutionFold } from '#institutions';
import type { DecisionContext, FoldedStream, FoldRequest, Ledger, RecordedReport } from '#recording';
import { fullType, type Report, type ReportType } from '#reports';
import type { RuleSet } from '#rules';
import { acceptedUsccRequest } from '#usccs';
import type { Recording, Sender } from './append-report.log.js';
import { identification, usccInDoubt } from './read-report.js';
import { type RefusedOutcome, type ReportOutcome, type Violated, violation } from './outcome.js';
import type { ReportDecider } from './report-decider.js';

// Gathering states and deciding on them: shared by ordinary reports and by corrections and reversals.

/**
 * Whether a fact makes the report's USCC lawful although its check character fails. The log is asked for such codes alone. An acceptance is
 * never withdrawn, so a cached one is enough.
 */
export const isUsccAccepted = (ledger: Pick<Ledger, 'folds'>, report: Report): boolean | Promise<boolean> => {
  const code = usccInDoubt(report);
  return code === undefined ? false : isAccepted(ledger, code);
};

const isAccepted = async ({ folds }: Pick<Ledger, 'folds'>, code: string): Promise<boolean> => {
  const { state } = await folds.loadOne(acceptedUsccRequest(code), { cached: true });
  return state.status === 'ACCEPTED';
};

type InstitutionState = (typeof institutionFold)['evolution']['initial'];

export const senderRequest = (institution: InstitutionCode): FoldRequest<InstitutionState> => ({
  stream: institutionStream(institution),
  fold: institutionFold,
});

/** The append succeeds only while the sender's stream is at this revision. */
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

/** The refusal that names all broken `IDN` rules; undefined when none is broken. */
export const notIdentified = (
  report: Report,
  [first, ...rest]: readonly Violated[],
): RefusedOutcome | undefined =>
  first && refusedFor(report, [first, ...rest], { retryable: first.rule === 'IDN-R05' });

/** The first outcome of a report that was recorded before. */
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

/**
 * `cached` decides on states in memory and asks the log nothing. That is safe for a report that is recorded: its append checks the
 * revision of its stream, and its guard checks the sender's revision and that the id is new. An answer without an append (a refusal, a
 * repetition) has no such check, and is given only after a look at `current` states.
 */
export type Look = 'cached' | 'current';

type Resolved<Values> = { readonly [Place in keyof Values]: Awaited<Values[Place]> };

/** Like `Promise.all`, but without a promise where all values are cached: a promise for each report costs measurably. */
const allOf = <const Values extends readonly unknown[]>(
  values: Values,
): Resolved<Values> | Promise<Resolved<Values>> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as Resolved<Values>);

/** The report's own stream, its sender, the fact that has its id already, the other streams, and whether a USCC in doubt was accepted. */
export const gatherStates = (
  report: Report,
  decider: ReportDecider<ReportType>,
  { institution }: Sender,
  { ledger, log }: Recording,
  look: Look,
) => {
  const { folds } = ledger;
  const own = decider.own(report, institution);
  const others = decider.others(report, institution) as readonly FoldRequest<unknown>[];
  const registered = senderRequest(institution);
  const isKnown = look === 'cached';
  const isGuarded = isKnown && log.keepsGuards;
  return allOf([
    isKnown && decider.begins ? folds.cached(own) : folds.loadOne(own, { cached: isKnown }),
    folds.loadOne(registered, { cached: isGuarded }),
    isGuarded ? null : ledger.findReport(institution, report.id, own.stream),
    others.length === 0 ? [] : folds.load(others),
    isUsccAccepted(ledger, report),
  ] as const);
};

type DecidedFact = { readonly type: string; readonly data: object };

type GatheredStates = Awaited<ReturnType<typeof gatherStates>>;

/** A decision to record, with the guard of its append. */
type ToRecord = Extract<Decision<DecidedFact>, { readonly outcome: 'record' }> & {
  readonly nowMs: number;
  readonly guard: AppendGuard;
};

type Verdict = ToRecord | ReportOutcome | Promise<ReportOutcome> | 'decide-again';

/** Whether an append follows; anything else is an answer without one. */
export const isToRecord = (verdict: Verdict): verdict is ToRecord =>
  typeof verdict === 'object' && 'guard' in verdict;

/**
 * Decides on a report in the contract's order (2.4): recorded before, then the `IDN` rules, then the capability's decider. `state` is of
 * the report's own stream. Where several reports are decided on together it is ahead of the gathered states.
 */
export const verdictOn = (
  report: Report,
  decider: ReportDecider<ReportType>,
  [, registered, elsewhere, others, isAccepted]: GatheredStates,
  state: FoldedStream<unknown>,
  sender: Sender,
  { ledger, log, rules }: Recording,
  look: Look,
): Verdict => {
  const { institution } = sender;
  const isGuarded = look === 'cached' && log.keepsGuards;
  const before = state.reports.get(report.id);
  // A repetition is answered without an append, so the log must still hold the fact.
  if (before && isGuarded) return 'decide-again';
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, state.stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return elsewhere.stream === state.stream ? 'decide-again' : idUsedOtherwise(report);

  const refused = notIdentified(report, identification(report, registered.state, isAccepted));
  if (refused) return isGuarded ? 'decide-again' : refused;

  const nowMs = ledger.clock.now();
  const today = sender.receivedAtMs ?? nowMs;
  const context = contextOf(report, registered.state, today, { institution, rules });
  const decision = decider.decide(report, context)(state.state, ...others.map((other) => other.state));
  if (decision.outcome === 'refuse')
    return look === 'cached' ? 'decide-again' : refusedFor(report, [violation(decision)], decision);
  return { ...decision, nowMs, guard: guardOf(registered) };
};
