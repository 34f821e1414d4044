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
import { identification, usccInDoubt } from './identification.js';
import { type RefusedOutcome, type ReportOutcome, type Violated, violation } from './outcome.js';
import type { ReportDecider } from './report-decider.js';

// What decisions on reports rest on, whether a report says something new or changes what was reported before.

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

/**
 * How streams are looked at. As they are known here costs no question: what is recorded is appended at the revision of the report's own
 * stream, and only where its sender stands as it stood and its id is new. What is answered without an append has no such guard, and is answered
 * only after a look at everything as it is.
 */
export type Look = 'as-known' | 'as-it-is';

type AllThere<Values> = { readonly [Place in keyof Values]: Awaited<Values[Place]> };

/** Mostly all of it is known, and nothing is waited for then. */
const whenAllAreThere = <const Values extends readonly unknown[]>(
  values: Values,
): AllThere<Values> | Promise<AllThere<Values>> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as AllThere<Values>);

/** The own stream, the sender, the fact that has the id already, the other streams, and whether a USCC in doubt was accepted. */
export const gathered = (
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
  const isKnown = look === 'as-known';
  const isGuarded = isKnown && log.keepsGuards;
  return whenAllAreThere([
    isKnown && decider.begins ? folds.known(own) : folds.one(own, { asKept: isKnown }),
    folds.one(registered, { asKept: isGuarded }),
    isGuarded ? null : ledger.findReport(institution, report.id, own.stream),
    others.length === 0 ? [] : folds.load(others),
    isUsccAccepted(ledger, report),
  ] as const);
};

type DecidedFact = { readonly type: string; readonly data: object };

type Gathered = Awaited<ReturnType<typeof gathered>>;

/** What is to be recorded of a report, and what it rests on. */
type ToRecord = Extract<Decision<DecidedFact>, { readonly outcome: 'record' }> & {
  readonly nowMs: number;
  readonly guard: AppendGuard;
};

/** What a report comes to on what was gathered for it; `state` is that of its own stream. */
export const verdictOn = (
  report: Report,
  decider: ReportDecider<ReportType>,
  [, registered, elsewhere, others, isAccepted]: Gathered,
  state: FoldedStream<unknown>,
  sender: Sender,
  { ledger, log, rules }: Recording,
  look: Look,
): ToRecord | ReportOutcome | Promise<ReportOutcome> | 'overtaken' => {
  const { institution } = sender;
  const isGuarded = look === 'as-known' && log.keepsGuards;
  const before = state.reports.get(report.id);
  // Also that it was recorded is answered only while the log holds it.
  if (before && isGuarded) return 'overtaken';
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, state.stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return elsewhere.stream === state.stream ? 'overtaken' : idUsedOtherwise(report);

  const refused = notIdentified(report, identification(report, registered.state, isAccepted));
  if (refused) return isGuarded ? 'overtaken' : refused;

  const nowMs = ledger.clock.now();
  const today = sender.receivedAtMs ?? nowMs;
  const context = contextOf(report, registered.state, today, { institution, rules });
  const decision = decider.decide(report, context)(state.state, ...others.map((other) => other.state));
  if (decision.outcome === 'refuse')
    return look === 'as-known' ? 'overtaken' : refusedFor(report, [violation(decision)], decision);
  return { ...decision, nowMs, guard: guardOf(registered) };
};
