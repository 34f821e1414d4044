import { LRUCache } from 'lru-cache';
import type { BatchQueue } from '#batching';
import { type Evolution, replay } from '#decider';
import type { ExpectedRevision, ManyStreams } from '#event-log';
import { changeOf, type NewFact, type StoredFact } from '#facts';
import { standingFacts } from '#history';
import { gathered } from './gathered-questions.js';
import { inSlices, replayInSlices } from './replay-in-slices.log.js';
import { type RecordedReports, recordedReports } from './recorded-reports.js';

/** How streams of one kind are folded; `kind` keeps the folds of one stream apart. */
export interface Fold<State> {
  readonly kind: string;
  readonly evolution: Evolution<State, StoredFact>;
}

export interface FoldRequest<State> {
  readonly stream: string;
  readonly fold: Fold<State>;
}

export interface FoldedStream<State> {
  readonly stream: string;
  readonly revision: ExpectedRevision;
  readonly state: State;
  readonly reports: RecordedReports;
}

const nextRevision = (revision: ExpectedRevision): number => (revision === 'none' ? 0 : revision + 1);

const keyOf = ({ fold, stream }: Readonly<{ stream: string; fold: Pick<Fold<unknown>, 'kind'> }>): string =>
  `${fold.kind} ${stream}`;

const hasChange = (facts: readonly StoredFact[]): boolean =>
  facts.some((fact) => changeOf(fact) !== undefined);

const beginning = <State>({ stream, fold }: FoldRequest<State>): FoldedStream<State> => ({
  stream,
  revision: 'none',
  state: fold.evolution.initial,
  reports: recordedReports.initial,
});

const withReports = (reports: RecordedReports, recorded: readonly StoredFact[]): RecordedReports =>
  reports.withMutations((all) => {
    for (const fact of recorded) recordedReports.evolve(all, fact);
  });

/** Forward by facts of which none is a change. */
const forward = <State>(
  { fold: { evolution } }: FoldRequest<State>,
  from: FoldedStream<State>,
  recorded: readonly StoredFact[],
): FoldedStream<State> => ({
  stream: from.stream,
  revision: recorded.at(-1)?.revision ?? from.revision,
  state: replay({ initial: from.state, evolve: evolution.evolve }, recorded),
  reports: withReports(from.reports, recorded),
});

/** Corrections and reversals are reports of their stream, and no steps of its fold: what they change must be there as well. */
const forwardInSlices = async <State>(
  { fold: { evolution } }: FoldRequest<State>,
  from: FoldedStream<State>,
  recorded: readonly StoredFact[],
): Promise<FoldedStream<State>> => {
  const last = recorded.at(-1);
  if (!last) return from;
  const steps = hasChange(recorded) ? standingFacts(recorded) : recorded;
  const state = await replayInSlices({ initial: from.state, evolve: evolution.evolve }, steps);
  let { reports } = from;
  await inSlices(recorded, (facts) => {
    reports = withReports(reports, facts);
  });
  return { stream: from.stream, revision: last.revision, state, reports };
};

/** How much is kept: of so many streams, in so many bytes. */
export interface Kept {
  readonly keep: number;
  readonly keepBytes?: number;
}

/**
 * About what a fold takes in memory, measured on loans: 900 bytes, and 400 for each fact, most of them for the report that it tells again. A
 * stream that is longer than all others together is not read anew for each report, so it counts as no more than a quarter.
 */
const bytesOf =
  (most: number) =>
  ({ revision }: FoldedStream<unknown>): number =>
    Math.min(900 + 400 * nextRevision(revision), Math.ceil(most / 4));

/**
 * States of streams, kept in memory and read forward from the revision they stand at, so that a long stream stays cheap.
 * A state that was loaded is never stale: each load asks the log for what came since. What came may correct or reverse what is in the
 * state already: then the stream is read whole once, and its state is that of the facts as they stand. From there it goes forward again.
 */
export class StreamFolds {
  private readonly kept: LRUCache<string, FoldedStream<unknown>>;
  private readonly reads: BatchQueue<
    { readonly stream: string; readonly from: number },
    readonly StoredFact[]
  >;

  constructor(
    log: ManyStreams,
    private readonly options: Kept & { readonly below?: StreamFolds },
  ) {
    const { keep, keepBytes = 20 * 2 ** 20 } = options;
    this.kept = new LRUCache({ max: keep, maxSize: keepBytes, sizeCalculation: bytesOf(keepBytes) });
    this.reads = gathered({
      answerAll: (reads) => log.readStreams(reads),
      keyOf: ({ stream, from }) => `${stream} ${from}`,
    });
  }

  /** The states asked for, each as of now. */
  async load<States extends readonly unknown[]>(requests: {
    readonly [K in keyof States]: FoldRequest<States[K]>;
  }): Promise<{ readonly [K in keyof States]: FoldedStream<States[K]> }> {
    const list = requests as readonly FoldRequest<unknown>[];
    const folded = await Promise.all(list.map((request) => this.loadOne(request)));
    return folded as unknown as { readonly [K in keyof States]: FoldedStream<States[K]> };
  }

  /** One state as of now; where `asKept` says so, as it was last known here, and at once, without asking, unless nothing is. */
  one<State>(
    request: FoldRequest<State>,
    { asKept = false }: { readonly asKept?: boolean } = {},
  ): FoldedStream<State> | Promise<FoldedStream<State>> {
    const known = this.known(request);
    return asKept && known.revision !== 'none' ? known : this.loadOne(request);
  }

  /**
   * The state as it was last known here, without asking: the beginning, where nothing is kept. What is decided on it stands when
   * it is appended at its revision; anything else may be out of date.
   */
  known<State>(request: FoldRequest<State>): FoldedStream<State> {
    const key = keyOf(request);
    const kept = this.kept.get(key) ?? this.options.below?.kept.get(key);
    return kept ? (kept as FoldedStream<State>) : beginning(request);
  }

  /** Takes over what was just appended, so that the next load need not read it again. A change of what is in the state is read. */
  advance<State>(request: FoldRequest<State>, from: FoldedStream<State>, facts: readonly StoredFact[]): void {
    if (!hasChange(facts)) this.keep(request, forward(request, from, facts));
  }

  /** The state after a fact that is about to be recorded, and is no change; it is kept nowhere. */
  after<State>(request: FoldRequest<State>, from: FoldedStream<State>, fact: NewFact): FoldedStream<State> {
    return forward(request, from, [{ ...fact, stream: from.stream, revision: nextRevision(from.revision) }]);
  }

  /** All that was recorded in a stream, as of now. */
  recorded(stream: string): Promise<readonly StoredFact[]> {
    return this.reads.ask({ stream, from: 0 });
  }

  /** Of a stream of which all is there that was recorded: as it is kept, where that is as far. */
  async of<State>(
    request: FoldRequest<State>,
    recorded: readonly StoredFact[],
  ): Promise<FoldedStream<State>> {
    const known = this.known(request);
    if (known.revision === (recorded.at(-1)?.revision ?? 'none')) return known;
    const folded = await forwardInSlices(request, beginning(request), recorded);
    this.keep(request, folded);
    return folded;
  }

  /** Takes over a change of what is in the state, for who knows the state after it, so that the next load need not read it all again. */
  change<State>(
    request: FoldRequest<State>,
    from: FoldedStream<State>,
    state: State,
    facts: readonly StoredFact[],
  ): void {
    const revision = facts.at(-1)?.revision ?? from.revision;
    this.keep(request, { ...from, revision, state, reports: withReports(from.reports, facts) });
  }

  private async loadOne<State>(request: FoldRequest<State>): Promise<FoldedStream<State>> {
    const from = this.known(request);
    const facts = await this.reads.ask({ stream: request.stream, from: nextRevision(from.revision) });
    const folded =
      from.revision !== 'none' && hasChange(facts)
        ? await forwardInSlices(request, beginning(request), await this.recorded(request.stream))
        : await forwardInSlices(request, from, facts);
    if (facts.length > 0) this.keep(request, folded);
    return folded;
  }

  private keep<State>(request: FoldRequest<State>, folded: FoldedStream<State>): void {
    const key = keyOf(request);
    const kept = this.kept.get(key);
    if (!kept || nextRevision(kept.revision) < nextRevision(folded.revision)) this.kept.set(key, folded);
  }
}
