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
} from '#event-log';
import type { Position } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { gathered } from './gathered-questions.js';
import { StreamFolds } from './stream-folds.log.js';

/** What deciding and recording need from outside: the log, the states folded from it, the index of its reports, a clock. */
export class Ledger {
  /** The same log, for who hands over many appends at once. */
  readonly bulk: EventLog;
  readonly folds: StreamFolds;
  /** The states as far as the facts stand in the sequence: for who may know a little less when the log does not answer. */
  readonly inOrder: StreamFolds;
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
      readonly inOrder?: ManyStreams;
    } = {},
  ) {
    this.bulk = options.bulk ?? log;
    this.reports = gathered({
      answerAll: (asked) => index.findMany(asked),
      keyOf: ({ institution, reportId, preferably = '' }) => `${institution} ${preferably} ${reportId}`,
    });
    this.folds = new StreamFolds(log, {
      keep: options.keep ?? 50_000,
      ...(options.above ? { below: options.above.folds } : {}),
    });
    this.inOrder = options.inOrder ? new StreamFolds(options.inOrder, { keep: 10_000 }) : this.folds;
  }

  /** The fact that records a report of this id: in this stream, else in whatever stream; null when there is none. */
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
   * Where to wait for a fact recorded before: at or after it, and after all that this process has appended, so that who sends
   * a report again and waits for its position reads all that it wrote.
   */
  async positionAtOrAfter(
    { stream, revision }: { readonly stream: string; readonly revision: number },
    found: FoundReport | null,
  ): Promise<Position> {
    const position = found?.position ?? (await this.log.positionOf(stream, revision));
    // It was decided on, and so was there.
    if (position === null) throw new LogShortened();
    return this.last === null ? position : laterPosition(this.last, position);
  }
}
