import type { Position, StoredFact } from '#facts';
import { OverlayFull } from '../event-log-errors.js';
import {
  type Append,
  type Appended,
  type CaughtUp,
  conflictAt,
  EventLog,
  indexOf,
  isRepeatedBy,
  type ManyStreams,
  type PositionedFact,
  type ReadStream,
  type RevisionConflict,
} from '../event-log.js';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import { serialised } from '../serialised-append.js';
import { isOwnPosition, OwnFacts, ownNumber, ownPosition } from './own-facts.js';

/**
 * A log over a base log, which it reads and never writes. Its appends are kept in memory. A stream that it appended to is read from the
 * base up to the overlay's first fact, and from the overlay after that, whatever is appended to the base meanwhile.
 */
class OverlayEventLog extends EventLog implements ManyStreams {
  constructor(
    private readonly base: EventLog & ManyStreams,
    private readonly own: OwnFacts,
    private readonly mostAppends: number,
  ) {
    super();
  }

  async append(append: Append): Promise<Appended | RevisionConflict> {
    const texts = serialised(append);
    const { stream, expectedRevision, facts } = append;
    const expected = indexOf(expectedRevision);
    const baseHead = this.own.headOf(stream) ?? (await this.baseHead(stream));
    // Nothing is awaited from here on, so that of several concurrent appends one wins.
    const head = this.own.headOf(stream) ?? baseHead;
    if (head !== expected) return this.repetition(append) ?? conflictAt(head);
    if (this.own.appends >= this.mostAppends) throw new OverlayFull(this.mostAppends);
    const number = this.own.keep(texts, expected + 1);
    return appended(expected + facts.length, facts.length, ownPosition(number));
  }

  readStream(read: ReadStream): AsyncGenerator<StoredFact> {
    return read.direction === 'backwards' ? this.backwards(read) : this.forwards(read);
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    const below = await this.base.readStreams(reads);
    return reads.map(({ stream, from }, index) => [
      ...(below[index] ?? []).filter(({ revision }) => revision < this.firstOwn(stream)),
      ...this.own.stream(stream).filter(({ revision }) => revision >= from),
    ]);
  }

  async positionOf(stream: string, revision: number): Promise<Position | null> {
    if (revision < this.firstOwn(stream)) return this.base.positionOf(stream, revision);
    const fact = this.own.stream(stream).find((own) => own.revision === revision);
    return fact ? ownPosition(this.own.numberOf(fact)) : null;
  }

  async *readAll(after: Position | null): AsyncGenerator<PositionedFact> {
    if (isOwnPosition(after)) {
      yield* this.own.after(ownNumber(after));
      return;
    }
    yield* this.base.readAll(after);
    yield* this.own.after(0);
  }

  /** Ends once it has caught up: no facts come into a dry run later. */
  async *subscribe(after: Position | null, signal: AbortSignal): AsyncGenerator<PositionedFact | CaughtUp> {
    for await (const fact of this.readAll(after)) {
      if (signal.aborted) return;
      yield fact;
    }
    if (!signal.aborted) yield { caughtUp: true };
  }

  private async *forwards({ stream, from = 0, limit = Infinity }: ReadStream): AsyncGenerator<StoredFact> {
    const first = this.firstOwn(stream);
    let left = limit;
    if (from < first)
      for await (const fact of this.base.readStream({ stream, from, limit: Math.min(limit, first - from) })) {
        left -= 1;
        yield fact;
      }
    yield* this.own
      .stream(stream)
      .filter(({ revision }) => revision >= from)
      .slice(0, left);
  }

  private async *backwards({
    stream,
    from = Infinity,
    limit = Infinity,
  }: ReadStream): AsyncGenerator<StoredFact> {
    const own = this.own
      .stream(stream)
      .filter(({ revision }) => revision <= from)
      .reverse()
      .slice(0, limit);
    yield* own;
    const next = Math.min(from, this.firstOwn(stream) - 1);
    if (own.length >= limit || next < 0) return;
    yield* this.base.readStream({
      stream,
      direction: 'backwards',
      limit: limit - own.length,
      ...(next === Infinity ? {} : { from: next }),
    });
  }

  private firstOwn(stream: string): number {
    return this.own.stream(stream)[0]?.revision ?? Infinity;
  }

  private async baseHead(stream: string): Promise<number> {
    for await (const { revision } of this.base.readStream({ stream, direction: 'backwards', limit: 1 }))
      return revision;
    return -1;
  }

  /** The answer to a repeated append of the overlay. An append that the base has is a conflict, as is any newer fact of the base. */
  private repetition(append: Append): Appended | undefined {
    const from = indexOf(append.expectedRevision) + 1;
    const own = this.own.stream(append.stream).filter(({ revision }) => revision >= from);
    const last = own[append.facts.length - 1];
    if (!last || !isRepeatedBy(own, append)) return undefined;
    return appended(last.revision, append.facts.length, ownPosition(this.own.numberOf(last)));
  }
}

const appended = (lastRevision: number, count: number, position: Position): Appended => ({
  outcome: 'appended',
  firstRevision: lastRevision - count + 1,
  lastRevision,
  position,
});

export interface Overlay {
  readonly log: EventLog & ManyStreams;
  readonly index: ReportIndex;
}

/**
 * A log and its report index for a dry run: they read the base and keep appends in memory.
 *
 * @param options.mostAppends appends that it takes before it throws `OverlayFull`. Default: 10,000
 */
export const overlayOf = (
  log: EventLog & ManyStreams,
  index: ReportIndex,
  { mostAppends = 10_000 }: { readonly mostAppends?: number } = {},
): Overlay => {
  const own = new OwnFacts();
  return { log: new OverlayEventLog(log, own, mostAppends), index: new OverlayReportIndex(index, own) };
};

/** Prefers the overlay's reports: the base did not have their ids when they were appended. */
class OverlayReportIndex extends ReportIndex {
  constructor(
    private readonly base: ReportIndex,
    private readonly own: OwnFacts,
  ) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    const own = asked.map((report) => this.ownReport(report));
    const below = await this.base.findMany(asked);
    return own.map((found, place) => found ?? below[place] ?? null);
  }

  private ownReport(asked: ReportAsked): FoundReport | undefined {
    const found = this.own.report(asked);
    if (!found) return undefined;
    const { stream, revision, type, metadata } = found.fact;
    const position = ownPosition(found.number);
    return { stream, revision, type, digest: metadata.reportDigest, seq: -found.number, position };
  }
}
