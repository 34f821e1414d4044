import type { BatchQueue } from '#batching';
import type { Clock } from '#calendar';
import {
  type EventLog,
  type FoundReport,
  laterPosition,
  LogShortened,
  type ManyStreams,
  type ReportAsked,
  type ReportIndex,
  type Append,
} from '#event-log';
import type { Position, NewFact, StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { batchedQuestions, StreamFolds } from './stream-folds.log.js';
import type { FoldRequest } from './folded-stream.log.js';

/** What deciding and recording need from outside: the log, the streams folded from it, the index of its reports, a clock. */
export class Ledger {
  /** The same log, for callers that hand over many appends at once. */
  readonly bulk: EventLog;
  readonly folds: StreamFolds;
  /** Streams as the table of sequenced facts has them. It may lag behind an event store, and answers while that store does not. */
  readonly sequenced: StreamFolds;
  private last: Position | null = null;
  private readonly reports: BatchQueue<ReportAsked, FoundReport | null>;

  constructor(
    readonly log: EventLog & ManyStreams,
    readonly index: ReportIndex,
    readonly clock: Clock,
    options: {
      readonly keep?: number;
      readonly above?: Ledger;
      readonly bulk?: EventLog;
      readonly sequenced?: ManyStreams;
    } = {},
  ) {
    this.bulk = options.bulk ?? log;
    this.reports = batchedQuestions({
      answerAll: (asked) => index.findMany(asked),
      keyOf: ({ institution, reportId, preferably = '' }) => `${institution} ${preferably} ${reportId}`,
    });
    this.folds = new StreamFolds(log, {
      keep: options.keep ?? 50_000,
      ...(options.above ? { below: options.above.folds } : {}),
    });
    this.sequenced = options.sequenced ? new StreamFolds(options.sequenced, { keep: 10_000 }) : this.folds;
  }

  /** The fact that records the report with this id; one in the preferred stream comes first. Null when there is none. */
  findReport(
    institution: InstitutionCode,
    reportId: string,
    preferably?: string,
  ): Promise<FoundReport | null> {
    return this.reports.ask({ institution, reportId, ...(preferably === undefined ? {} : { preferably }) });
  }

  /** Remembers how far this process has appended. */
  appendedUpTo(position: Position): void {
    this.last = this.last === null ? position : laterPosition(this.last, position);
  }

  /**
   * A position at or after a fact that was recorded before, and after everything that this process has appended. A sender that repeats a
   * report and waits for this position reads all its own writes.
   */
  async positionAtOrAfter(
    { stream, revision }: { readonly stream: string; readonly revision: number },
    found: FoundReport | null,
  ): Promise<Position> {
    const position = found?.position ?? (await this.log.positionOf(stream, revision));
    // The fact was read from the log before, so the log has lost it since.
    if (position === null) throw new LogShortened();
    return this.last === null ? position : laterPosition(this.last, position);
  }
}

export type StreamChange<Refusal> =
  | { readonly outcome: 'changed'; readonly position: Position }
  /** The position of the fact that the decision named, else of the stream's last fact; null for an empty stream. */
  | { readonly outcome: 'unchanged'; readonly position: Position | null }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

type Verdict<Refusal> =
  | { readonly outcome: 'record'; readonly facts: readonly NewFact[] }
  /** `revision`: of the fact that says the same already. */
  | { readonly outcome: 'unchanged'; readonly revision?: number }
  | { readonly outcome: 'refuse'; readonly refusal: Refusal };

/**
 * Decides on the current state of a stream and appends at its revision. On a conflict it reads and decides again, so that the loser of a
 * race decides on what the winner wrote.
 */
export const changeStream = async <State, Refusal>(
  { log, folds }: { readonly log: EventLog; readonly folds: StreamFolds },
  request: FoldRequest<State>,
  decide: (state: State) => Verdict<Refusal>,
): Promise<StreamChange<Refusal>> => {
  for (;;) {
    const [current] = await folds.load<readonly [State]>([request]);
    const verdict = decide(current.state);
    if (verdict.outcome === 'unchanged') {
      const revision = verdict.revision ?? current.revision;
      return {
        outcome: 'unchanged',
        position: revision === 'none' ? null : await log.positionOf(request.stream, revision),
      };
    }
    if (verdict.outcome === 'refuse') return { outcome: 'refused', refusal: verdict.refusal };
    const append: Append = {
      stream: request.stream,
      expectedRevision: current.revision,
      facts: verdict.facts,
    };
    const result = await log.append(append);
    if (result.outcome === 'conflict') continue;
    folds.advance(request, current, storedAs(append, result.firstRevision));
    return { outcome: 'changed', position: result.position };
  }
};

/** The facts of an append as the log holds them afterwards, with stream and revision. */
export const storedAs = ({ stream, facts }: Append, firstRevision: number): readonly StoredFact[] =>
  facts.map((fact, index) => ({ ...fact, stream, revision: firstRevision + index }));
