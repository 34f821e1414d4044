import type { FoldRequest } from '#recording';
import type { Report, ReportType } from '#reports';
import { isUsccAccepted } from './accepted-uscc.log.js';
import {
  appendReport,
  type Attempted,
  contextOf,
  idUsedOtherwise,
  notIdentified,
  recordedBefore,
  type Recording,
  refusedFor,
  type Sender,
  senderRequest,
  untilNotOvertaken,
} from './append-report.log.js';
import { identification } from './identification.js';
import type { ReportOutcome } from './outcome.js';
import { violation } from './refusal-message.js';
import type { ReportDecider } from './report-decider.js';

/**
 * How the report's own stream is looked at. As it is known here costs no question: what is recorded on it is appended at its
 * revision and so stands or falls with it. A refusal has no such guard, and is told only after a look at the stream as it is.
 */
type Look = 'as-known' | 'as-it-is';

const attempt = async (
  report: Report,
  decider: ReportDecider<ReportType>,
  sender: Sender,
  to: Recording,
  look: Look,
): Promise<Attempted> => {
  const { ledger } = to;
  const { institution } = sender;
  const own = decider.own(report, institution);
  const [[state], [registered], others, elsewhere, isAccepted] = await Promise.all([
    look === 'as-known' ? ([ledger.folds.known(own)] as const) : ledger.folds.load<readonly [unknown]>([own]),
    ledger.folds.load([senderRequest(institution)]),
    ledger.folds.load(decider.others(report, institution) as readonly FoldRequest<unknown>[]),
    ledger.findReport(institution, report.id, own.stream),
    isUsccAccepted(ledger, report),
  ]);
  const before = state.reports.get(report.id);
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, own.stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return elsewhere.stream === own.stream ? 'overtaken' : idUsedOtherwise(report);

  const refused = notIdentified(report, identification(report, registered.state, isAccepted));
  if (refused) return refused;

  const nowMs = ledger.clock.now();
  const context = contextOf(report, registered.state, sender.receivedAtMs ?? nowMs, {
    institution,
    rules: to.rules,
  });
  const decision = decider.decide(report, context)(state.state, ...others.map((other) => other.state));
  if (decision.outcome === 'refuse')
    return look === 'as-known' ? 'overtaken' : refusedFor(report, [violation(decision)], decision);
  const { stream, revision: expectedRevision } = state;
  return appendReport(report, { stream, expectedRevision, ...decision }, sender, nowMs, to, (facts) =>
    ledger.folds.advance(own, state, facts),
  );
};

/**
 * One report, one stream, one append. Gathers the states, asks whether the report came before, lets the capability decide, and
 * appends at the revision that was decided on; when somebody else was faster it starts over. Of other streams only what can no
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
