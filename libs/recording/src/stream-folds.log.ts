import { LRUCache } from 'lru-cache';
import { BatchQueue, type BatchQueueOptions } from '#batching';
import { isOfMember, LogUnavailable, type ManyStreams } from '#event-log';
import type { NewFact, StoredFact } from '#facts';
import {
  beginning,
  type Fold,
  type FoldedStream,
  type FoldRequest,
  forward,
  forwardInSlices,
  hasChange,
  nextRevision,
  withReports,
} from './folded-stream.log.js';

const keyOf = ({ fold, stream }: Readonly<{ stream: string; fold: Pick<Fold<unknown>, 'kind'> }>): string =>
  `${fold.kind} ${stream}`;

/**
 * Longer than a log in doubt needs to say why it does not answer, so that the caller gets that reason. Short enough that the caller hears
 * of an outage before it gives up.
 */
const deadlineMs = 15_000;

/** Questions to the log, sent together. A question that is at fault fails alone; all are answered within the deadline. */
export const batchedQuestions = <Question, Answer>(
  asking: Pick<BatchQueueOptions<Question, Answer>, 'answerAll' | 'keyOf'>,
): BatchQueue<Question, Answer> =>
  new BatchQueue({
    ...asking,
    isOfMember,
    mostTogether: 200,
    mostUnderWay: 2,
    mostWaiting: 50_000,
    deadlineMs,
    unanswered: (cause) => new LogUnavailable({ cause }),
  });

/** Bounds of the cache: streams, and bytes. */
export interface CacheBounds {
  readonly keep: number;
  readonly keepBytes?: number;
}

/**
 * Estimated memory of a folded stream, measured on loans: 900 bytes, and 400 for each fact, most of them for its report. A stream longer
 * than the whole cache counts as a quarter of it at most, so that it is kept and need not be read from the start for each report.
 */
const bytesOf =
  (most: number) =>
  ({ revision }: FoldedStream<unknown>): number =>
    Math.min(900 + 400 * nextRevision(revision), Math.ceil(most / 4));

/**
 * A cache of folded streams. Every load asks the log for the facts after the cached revision, so a loaded state is never stale and a long
 * stream stays cheap. Where those facts correct or reverse earlier ones, the whole stream is read once and folded from its standing facts.
 */
export class StreamFolds {
  private readonly cache: LRUCache<string, FoldedStream<unknown>>;
  private readonly reads: BatchQueue<
    { readonly stream: string; readonly from: number },
    readonly StoredFact[]
  >;

  /** `below`: the cache of the log that an overlay reads through. */
  constructor(
    log: ManyStreams,
    private readonly options: CacheBounds & { readonly below?: StreamFolds },
  ) {
    const { keep, keepBytes = 20 * 2 ** 20 } = options;
    this.cache = new LRUCache({ max: keep, maxSize: keepBytes, sizeCalculation: bytesOf(keepBytes) });
    this.reads = batchedQuestions({
      answerAll: (reads) => log.readStreams(reads),
      keyOf: ({ stream, from }) => `${stream} ${from}`,
    });
  }

  /** Several streams, each up to its newest fact. */
  async load<States extends readonly unknown[]>(requests: {
    readonly [K in keyof States]: FoldRequest<States[K]>;
  }): Promise<{ readonly [K in keyof States]: FoldedStream<States[K]> }> {
    const list = requests as readonly FoldRequest<unknown>[];
    const folded = await Promise.all(list.map((request) => this.readNewer(request)));
    return folded as unknown as { readonly [K in keyof States]: FoldedStream<States[K]> };
  }

  /** One stream up to its newest fact. With `cached`, a cached state is returned at once and the log is not asked. */
  loadOne<State>(
    request: FoldRequest<State>,
    { cached = false }: { readonly cached?: boolean } = {},
  ): FoldedStream<State> | Promise<FoldedStream<State>> {
    const known = this.cached(request);
    return cached && known.revision !== 'none' ? known : this.readNewer(request);
  }

  /**
   * The cached state, or the empty stream where none is cached. It may be out of date: a decision on it is valid only if its append at this
   * revision succeeds.
   */
  cached<State>(request: FoldRequest<State>): FoldedStream<State> {
    const key = keyOf(request);
    const kept = this.cache.get(key) ?? this.options.below?.cache.get(key);
    return kept ? (kept as FoldedStream<State>) : beginning(request);
  }

  /** Caches the state after an append, so that the next load need not read it. After a correction or reversal the next load reads anew. */
  advance<State>(request: FoldRequest<State>, from: FoldedStream<State>, facts: readonly StoredFact[]): void {
    if (!hasChange(facts)) this.keep(request, forward(request, from, facts));
  }

  /** The state after a fact that is yet to be appended, and is no correction or reversal. It is not cached. */
  withFact<State>(
    request: FoldRequest<State>,
    from: FoldedStream<State>,
    fact: NewFact,
  ): FoldedStream<State> {
    return forward(request, from, [{ ...fact, stream: from.stream, revision: nextRevision(from.revision) }]);
  }

  /** All facts of a stream. */
  factsOf(stream: string): Promise<readonly StoredFact[]> {
    return this.reads.ask({ stream, from: 0 });
  }

  /** Folds a stream out of all its facts, which the caller has read. A cached state at the same revision is used instead. */
  async foldedOf<State>(
    request: FoldRequest<State>,
    facts: readonly StoredFact[],
  ): Promise<FoldedStream<State>> {
    const known = this.cached(request);
    if (known.revision === (facts.at(-1)?.revision ?? 'none')) return known;
    const folded = await forwardInSlices(request, beginning(request), facts);
    this.keep(request, folded);
    return folded;
  }

  /** Caches the state after a correction or reversal, which the caller has computed. The next load then need not read the whole stream. */
  replaceState<State>(
    request: FoldRequest<State>,
    from: FoldedStream<State>,
    state: State,
    facts: readonly StoredFact[],
  ): void {
    const revision = facts.at(-1)?.revision ?? from.revision;
    this.keep(request, { ...from, revision, state, reports: withReports(from.reports, facts) });
  }

  private async readNewer<State>(request: FoldRequest<State>): Promise<FoldedStream<State>> {
    const from = this.cached(request);
    const facts = await this.reads.ask({ stream: request.stream, from: nextRevision(from.revision) });
    const folded =
      from.revision !== 'none' && hasChange(facts)
        ? await forwardInSlices(request, beginning(request), await this.factsOf(request.stream))
        : await forwardInSlices(request, from, facts);
    if (facts.length > 0) this.keep(request, folded);
    return folded;
  }

  /** Never replaces a newer state: loads and appends of one stream may overlap. */
  private keep<State>(request: FoldRequest<State>, folded: FoldedStream<State>): void {
    const key = keyOf(request);
    const kept = this.cache.get(key);
    if (!kept || nextRevision(kept.revision) < nextRevision(folded.revision)) this.cache.set(key, folded);
  }
}
