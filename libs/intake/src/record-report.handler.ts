import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FoldRequest, Ledger } from '#recording';
import { isChange, type Report, type ReportType } from '#reports';
import { currentRules } from '#rules';
import {
  appendReport,
  type Attempted,
  contextOf,
  guardOf,
  idUsedOtherwise,
  isUsccAccepted,
  notIdentified,
  recordedBefore,
  type Recording,
  refusedFor,
  type Sender,
  senderRequest,
  untilNotOvertaken,
} from './append-report.log.js';
import { recordChange } from './changes/record-change.log.js';
import { type ReportOutcome, violation } from './outcome.js';
import type { Reading } from './read-report.js';
import { deciderOf, type ReportDecider, type ReportDeciders } from './report-decider.js';
import { identification } from './identification.js';

/**
 * How streams are looked at. As they are known here costs no question: what is recorded is appended at the revision of the report's own
 * stream, and only where its sender stands as it stood and its id is new. What is answered without an append has no such guard, and is answered
 * only after a look at everything as it is.
 */
type Look = 'as-known' | 'as-it-is';

type AllThere<Values> = { readonly [Place in keyof Values]: Awaited<Values[Place]> };

/** Mostly all of it is known, and nothing is waited for then. */
const whenAllAreThere = <const Values extends readonly unknown[]>(
  values: Values,
): AllThere<Values> | Promise<AllThere<Values>> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as AllThere<Values>);

/** The own stream, the sender, the fact that has the id already, the other streams, and whether a USCC in doubt was accepted. */
const gathered = (
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

const attempt = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
  look: Look,
): Promise<Attempted> => {
  const { ledger, log } = to;
  const { institution } = sender;
  const own = decider.own(report, institution);
  const [state, registered, elsewhere, others, isAccepted] = await gathered(
    report,
    decider,
    sender,
    to,
    look,
  );
  const isGuarded = look === 'as-known' && log.keepsGuards;
  const before = state.reports.get(report.id);
  // Also that it was recorded is answered only while the log holds it.
  if (before && isGuarded) return 'overtaken';
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, own.stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return elsewhere.stream === own.stream ? 'overtaken' : idUsedOtherwise(report);

  const refused = notIdentified(report, identification(report, registered.state, isAccepted));
  if (refused) return isGuarded ? 'overtaken' : refused;

  const nowMs = ledger.clock.now();
  const context = contextOf(report, registered.state, sender.receivedAtMs ?? nowMs, {
    institution,
    rules: to.rules,
  });
  const decision = decider.decide(report, context)(state.state, ...others.map((other) => other.state));
  if (decision.outcome === 'refuse')
    return look === 'as-known' ? 'overtaken' : refusedFor(report, [violation(decision)], decision);
  const at = { stream: state.stream, expectedRevision: state.revision, guard: guardOf(registered) };
  return appendReport(report, { ...at, ...decision }, sender, nowMs, to, (facts) =>
    ledger.folds.advance(own, state, facts),
  );
};

/**
 * One report, one stream, one append. Gathers the states, lets the capability decide, and appends at the revision that was decided on,
 * unless the report came before or its sender changed; when somebody else was faster it starts over. Of other streams only what can no
 * longer turn against the report is read.
 */
export const recordReport = (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  untilNotOvertaken((attempts) =>
    attempt(report, decider, sender, to, attempts === 0 ? 'as-known' : 'as-it-is'),
  );

/** A report that was understood. */
export type ReportRead = Pick<Extract<Reading, { readonly outcome: 'read' }>, 'report' | 'ownership'>;

/** A report of any type: what corrects or reverses another one is decided on by the decider of that one. */
export const recordRead = (
  { report, ownership }: ReportRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  isChange(report)
    ? recordChange({ report, ownership }, deciders, sender, to)
    : recordReport(report, deciderOf(deciders, report), sender, to);

/** A report is to be decided on and recorded. Plain data: whoever can reach the bus can send it. */
export class RecordReportCommand extends Command<ReportOutcome> {
  constructor(
    readonly sender: Sender,
    readonly read: ReportRead,
    /** Many reports are sent at once, so that their appends should go together. */
    readonly inBulk: boolean,
  ) {
    super();
  }
}

/** The one handler for reports of every type: which decider is asked is a line of the table. */
@CommandHandler(RecordReportCommand)
export class RecordReportHandler implements ICommandHandler<RecordReportCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly deciders: ReportDeciders,
  ) {}

  execute({ sender, read, inBulk }: RecordReportCommand): Promise<ReportOutcome> {
    const { ledger } = this;
    const to = { ledger, log: inBulk ? ledger.bulk : ledger.log, rules: currentRules };
    return recordRead(read, this.deciders, sender, to);
  }
}
