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
  untilDecided,
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
import { identification } from '../read-report.js';
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
  /** `IDN-R03` or `IDN-R04`, answered once the replacement fits its schema. */
  readonly ownership: RefusedOutcome | null;
}

/** The fact of the report that is changed, and all facts of its stream. */
interface Found {
  readonly original: StoredFact;
  readonly recorded: readonly StoredFact[];
}

/** Null: no such report. Where the index names a fact that the stream does not have yet, both are asked again. */
const foundIn = async (
  report: Report,
  found: FoundReport | null,
  ledger: Ledger,
): Promise<Found | null | 'decide-again'> => {
  if (!found) return null;
  const recorded = await ledger.folds.factsOf(found.stream);
  const original = recorded[found.revision];
  return original?.metadata.reportId === report.subject ? { original, recorded } : 'decide-again';
};

/** The fact to be changed among the facts about its subject, and the state of its stream. */
const targetOf = async (
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
  from: own && (await ledger.folds.foldedOf(own, recorded)),
});

/** The report that the `IDN` rules check: for a correction its replacement, for a reversal the reversed report without its borrower. */
const identified = (report: Report, of: Report | null, replacement: Report | null): Report => {
  if (!of) return report;
  if (replacement) return replacement;
  const { borrower: _accepted, ...data } = of.data as { readonly borrower?: unknown };
  return { ...of, data: data as Report['data'] };
};

/** The recorded report with this id among these facts. */
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
  if (place === 'decide-again') return 'decide-again';
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
      : [elsewhere.stream, await ledger.folds.factsOf(elsewhere.stream)];
  const before = recordedIn(among, report.id);
  if (before)
    return before.digest === report.digest
      ? recordedBefore(report, stream, before, elsewhere, ledger)
      : idUsedOtherwise(report);
  if (elsewhere) return 'decide-again';

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
  const [others, [limiting]] = await Promise.all([
    ledger.folds.load(requests as readonly FoldRequest<unknown>[]),
    ledger.folds.load((limit ? [limit.setBy(of, institution)] : []) as readonly FoldRequest<unknown>[]),
  ]);
  const own = of && (deciderOf(deciders, of).own(of, institution) as FoldRequest<unknown>);
  const { target, from } = await targetOf(place, of, own, ledger);
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
    limit: limiting?.state,
    rulesOf: to.rulesOf ?? rulesOf,
  });
  if (decision.outcome === 'refuse') return refusedFor(report, [violation(decision)], decision);
  const at = {
    stream: target.original.stream,
    expectedRevision: target.nextRevision - 1,
    guard: guardOf(registered),
  };
  return appendReport(report, { ...at, ...decision }, sender, nowMs, to, (facts) => {
    if (own && from) ledger.folds.replaceState(own, from, decision.state, facts);
  });
};

/**
 * One report, one stream, one append, as for all reports. The stream is that of the report which is corrected or reversed. The index of
 * reports finds it, and it is read whole, since its later facts are decided on again.
 */
export const recordChange = (
  read: ChangeRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> => untilDecided(() => attempt(read, deciders, sender, to));
