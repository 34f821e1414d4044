import { setTimeout as pause } from 'node:timers/promises';
import { shanghaiDay } from '#calendar';
import type { Decision } from '#decider';
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
import { fullType, type Report } from '#reports';
import { isUsccAccepted } from './accepted-uscc.log.js';
import { identification } from './identification.js';
import type { RecordedOutcome, RefusedOutcome, ReportOutcome } from './outcome.js';
import { violation } from './refusal-message.js';

/** The authenticated institution that reports. */
export interface Sender extends Author {
  readonly institution: string;
}

/** The stream that the report is decided on, and the streams beside it that the decision may read. */
export interface Gathered<State, Beside extends readonly unknown[]> {
  readonly own: FoldRequest<State>;
  readonly beside: { readonly [K in keyof Beside]: FoldRequest<Beside[K]> };
}

/**
 * How the report's own stream is looked at. As it is known here costs no question: what is recorded on it is appended at its
 * revision and so stands or falls with it. A refusal has no such guard, and is told only after a look at the stream as it is.
 */
type Look = 'as-known' | 'as-it-is';

/**
 * One report, one stream, one append. The desk gathers the states, asks whether the report came before, lets the capability
 * decide, and appends at the revision that was decided on; when somebody else was faster it starts over. Of other streams
 * only what can no longer turn against the report is read.
 */
export class IntakeDesk {
  constructor(
    private readonly ledger: Ledger,
    private readonly sender: Sender,
    /** Where it appends: the ledger's log, one way or the other. */
    private readonly log: EventLog = ledger.log,
  ) {}

  get institution(): string {
    return this.sender.institution;
  }

  async record<State, Beside extends readonly unknown[] = readonly []>(
    report: Report,
    gathered: Gathered<State, Beside>,
    decide: (
      state: State,
      context: DecisionContext,
      ...beside: Beside
    ) => Decision<{ readonly type: string; readonly data: object }>,
  ): Promise<ReportOutcome> {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.attempt(report, gathered, decide, attempt === 0 ? 'as-known' : 'as-it-is');
      if (outcome !== 'overtaken') return outcome;
      if (attempt > 0) await pause(Math.random() * Math.min(100, 2 ** attempt));
    }
  }

  private async attempt<State, Beside extends readonly unknown[]>(
    report: Report,
    { own, beside }: Gathered<State, Beside>,
    decide: (
      state: State,
      context: DecisionContext,
      ...beside: Beside
    ) => Decision<{ readonly type: string; readonly data: object }>,
    look: Look,
  ): Promise<ReportOutcome | 'overtaken'> {
    const { institution } = this.sender;
    const { folds } = this.ledger;
    const senderRequest = { stream: institutionStream(institution), fold: institutionFold };
    const [[state], [sender, ...others], elsewhere, isAccepted] = await Promise.all([
      look === 'as-known' ? ([folds.known(own)] as const) : folds.load<readonly [State]>([own]),
      folds.load([senderRequest, ...beside] as readonly FoldRequest<unknown>[]),
      this.ledger.findReport(institution, report.id, own.stream),
      isUsccAccepted(this.ledger, report),
    ]);
    const before = state.reports.get(report.id);
    if (before)
      return before.digest === report.digest
        ? this.toldAgain(report, state, elsewhere)
        : this.refused(report, 'DUP-R01', '/id');
    if (elsewhere)
      return elsewhere.stream === own.stream ? 'overtaken' : this.refused(report, 'DUP-R01', '/id');

    const registered = sender?.state as (typeof institutionFold)['evolution']['initial'];
    const [first, ...rest] = identification(report, registered, isAccepted);
    if (first)
      return { ...this.refusedAs(report), violated: [first, ...rest], retryable: first.rule === 'IDN-R05' };

    const nowMs = this.ledger.clock.now();
    const context: DecisionContext = {
      today: shanghaiDay(nowMs),
      nowMs,
      time: report.time,
      reportingFrom: registered.status === 'REGISTERED' ? registered.data.reportingFrom : '',
    };
    const decision = decide(
      state.state,
      context,
      ...(others.map((other) => other.state) as unknown as Beside),
    );
    if (decision.outcome === 'refuse' && look === 'as-known') return 'overtaken';
    if (decision.outcome === 'refuse')
      return {
        ...this.refusedAs(report),
        violated: [violation(decision)],
        retryable: decision.retryable,
      };
    return this.append(report, own, state, decision, nowMs);
  }

  private async append<State>(
    report: Report,
    own: FoldRequest<State>,
    state: FoldedStream<State>,
    decision: {
      readonly fact: { readonly type: string; readonly data: object };
      readonly flags: readonly string[];
    },
    nowMs: number,
  ): Promise<ReportOutcome | 'overtaken'> {
    const fact = newFact(decision.fact, this.sender, nowMs, {
      reportId: report.id,
      source: report.source,
      time: report.time,
      reportDigest: report.digest,
      flags: decision.flags,
      extensions: report.extensions,
      effectiveDate: report.data.effectiveDate,
      institution: this.sender.institution,
    });
    const append: Append = { stream: own.stream, expectedRevision: state.revision, facts: [fact] };
    try {
      const result = await this.log.append(append);
      if (result.outcome === 'conflict') return 'overtaken';
      this.ledger.folds.advance(own, state, storedAs(append, result.firstRevision));
      this.ledger.appendedUpTo(result.position);
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
  }

  private async toldAgain(
    report: Report,
    { stream, reports }: FoldedStream<unknown>,
    found: FoundReport | null,
  ): Promise<RecordedOutcome | 'overtaken'> {
    const before = reports.get(report.id);
    if (!before) return 'overtaken';
    const { factType, revision, flags, stampedAt } = before;
    return {
      outcome: 'recorded',
      id: report.id,
      repeated: true,
      facts: [{ type: factType, stream, revision }],
      position: await this.ledger.positionAtOrAfter(
        { stream, revision },
        found?.stream === stream && found.revision === revision ? found : null,
      ),
      flags,
      stampedAt,
    };
  }

  private refusedAs(report: Report): Pick<RefusedOutcome, 'outcome' | 'id' | 'type'> {
    return { outcome: 'refused', id: report.id, type: fullType(report.type) };
  }

  private refused(report: Report, rule: 'DUP-R01', pointer: string): RefusedOutcome {
    return {
      ...this.refusedAs(report),
      violated: [violation({ rule, pointer })],
      retryable: false,
    };
  }
}
