import type { FoundReport } from '#event-log';
import { replay } from '#decider';
import type { StoredFact } from '#facts';
import { type FoldedStream, type FoldRequest, type Ledger, recordedReports } from '#recording';
import type { Report } from '#reports';
import { rulesOf } from '#rules';
import {
  appendReport,
  type Attempted,
  type Recording,
  type Sender,
  untilNotOvertaken,
} from '../append-report.log.js';
import {
  contextOf,
  guardOf,
  idUsedOtherwise,
  isUsccAccepted,
  notIdentified,
  recordedBefore,
  refusedFor,
  senderRequest,
} from '../decide-report.log.js';
import { identification } from '../identification.js';
import { listed, type RefusedOutcome, type ReportOutcome, type Violated, violation } from '../outcome.js';
import { deciderOf, type ReportDeciders } from '../report-decider.js';
import { decideChange } from './decide-change.js';
import {
  aboutSubject,
  type ChangeReport,
  isCorrection,
  pointerInChange,
  replacing,
  reportOf,
  type Target,
} from './target.js';

/** A correction or reversal that was understood. */
export interface ChangeRead {
  readonly report: ChangeReport;
  /** What is wrong with whose it is, answered once the replacement fits its schema. */
  readonly ownership: RefusedOutcome | null;
}

/** The fact of the report that is changed, in all that was recorded in its stream. */
interface Found {
  readonly original: StoredFact;
  readonly recorded: readonly StoredFact[];
}

/** Null: the report is not known. A fact that the index knows and the stream does not is looked for again. */
const foundIn = async (
  report: Report,
  found: FoundReport | null,
  ledger: Ledger,
): Promise<Found | null | 'overtaken'> => {
  if (!found) return null;
  const recorded = await ledger.folds.recorded(found.stream);
  const original = recorded[found.revision];
  return original?.metadata.reportId === report.subject ? { original, recorded } : 'overtaken';
};

/** With what is decided on: what was recorded about the same subject, and the state of the stream. */
const standingOf = async (
  { original, recorded }: Found,
  of: Report | null,
  own: FoldRequest<unknown> | null,
  ledger: Ledger,
): Promise<{ readonly target: Target; readonly from: FoldedStream<unknown> | null }> => ({
  target: {
    original,
    aboutSame: of ? await aboutSubject(recorded, of.subject) : [original],
    nextRevision: recorded.length,
  },
  from: own && (await ledger.folds.of(own, recorded)),
});

/** The report as far as `IDN` asks: a correction by what it puts in place, a reversal by the type that it takes back. */
const identified = (report: Report, of: Report | null, replacement: Report | null): Report => {
  if (!of) return report;
  if (replacement) return replacement;
  const { borrower: _accepted, ...data } = of.data as { readonly borrower?: unknown };
  return { ...of, data: data as Report['data'] };
};

/** What is known of a report that is among these facts. */
const recordedIn = (recorded: readonly StoredFact[], id: string) => {
  const fact = recorded.find(({ metadata }) => metadata.reportId === id);
  return fact && replay(recordedReports, [fact]).get(id);
};

const attempt = async (
  { report, ownership }: ChangeRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<Attempted> => {
  const { ledger } = to;
  const { institution } = sender;
  const found = await ledger.findReport(institution, report.subject);
  const [place, elsewhere, [registered]] = await Promise.all([
    foundIn(report, found, ledger),
    ledger.findReport(institution, report.id, found?.stream),
    ledger.folds.load([senderRequest(institution)]),
  ]);
  if (place === 'overtaken') return 'overtaken';
  const of = place ? (reportOf(report, place.original) ?? null) : null;
  const replaced = of && isCorrection(report) ? replacing(report, of) : null;
  if (replaced?.outcome === 'violates') {
    const refused = refusedFor(report, replaced.violations as readonly [Violated, ...Violated[]]);
    return listed({ ...refused, id: ownership ? ownership.id : report.id });
  }
  if (ownership) return ownership;

  const [stream, among] =
    !elsewhere || elsewhere.stream === found?.stream
      ? [found?.stream ?? '', place?.recorded ?? []]
      : [elsewhere.stream, await ledger.folds.recorded(elsewhere.stream)];
  const before = recordedIn(among, report.id);
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return 'overtaken';

  const replacement = replaced?.report ?? null;
  const asked = identified(report, of, replacement);
  const refused = notIdentified(
    report,
    identification(asked, registered.state, await isUsccAccepted(ledger, asked)).map((broken): Violated => ({
      ...broken,
      pointer: pointerInChange(broken.pointer),
    })),
  );
  if (refused) return refused;
  if (!place)
    return refusedFor(report, [violation({ rule: 'REF-R02', pointer: '/subject' })], { retryable: true });

  const requests = replacement ? deciderOf(deciders, replacement).others(replacement, institution) : [];
  const limit = of && deciderOf(deciders, of).limit;
  const [others, [beside]] = await Promise.all([
    ledger.folds.load(requests as readonly FoldRequest<unknown>[]),
    ledger.folds.load((limit ? [limit.setBy(of, institution)] : []) as readonly FoldRequest<unknown>[]),
  ]);
  const own = of && (deciderOf(deciders, of).own(of, institution) as FoldRequest<unknown>);
  const { target, from } = await standingOf(place, of, own, ledger);
  const nowMs = ledger.clock.now();
  const decision = await decideChange({
    report,
    target,
    replacement,
    context: contextOf(report, registered.state, sender.receivedAtMs ?? nowMs, {
      institution,
      rules: to.rules,
    }),
    deciders,
    state: from?.state,
    others: others.map(({ state }) => state),
    limit: beside?.state,
    rulesOf: to.rulesOf ?? rulesOf,
  });
  if (decision.outcome === 'refuse') return refusedFor(report, [violation(decision)], decision);
  const at = {
    stream: target.original.stream,
    expectedRevision: target.nextRevision - 1,
    guard: guardOf(registered),
  };
  return appendReport(report, { ...at, ...decision }, sender, nowMs, to, (facts) => {
    if (own && from) ledger.folds.change(own, from, decision.state, facts);
  });
};

/**
 * One report, one stream, one append, as for all others: the stream is that of the report which is corrected or reversed, found by the
 * index of reports and read whole, since what comes after that report is decided on again.
 */
export const recordChange = (
  read: ChangeRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> => untilNotOvertaken(() => attempt(read, deciders, sender, to));
