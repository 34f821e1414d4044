import { LRUCache } from 'lru-cache';
import type { BatchQueue } from '#batching';
import { type Evolution, replay } from '#decider';
import type { ExpectedRevision, ManyStreams } from '#event-log';
import type { StoredFact } from '#facts';
import { gathered } from './gathered-questions.js';
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

/**
 * States of streams, kept in memory and read forward from the revision they stand at, so that a long stream stays cheap.
 * A state that was loaded is never stale: each load asks the log for what came since.
 */
export class StreamFolds {
  private readonly kept: LRUCache<string, FoldedStream<unknown>>;
  private readonly reads: BatchQueue<
    { readonly stream: string; readonly from: number },
    readonly StoredFact[]
  >;

  constructor(
    log: ManyStreams,
    private readonly options: { readonly keep: number; readonly below?: StreamFolds },
  ) {
    this.kept = new LRUCache({ max: options.keep });
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

  /**
   * The state as it was last known here, without asking: the beginning, where nothing is kept. What is decided on it stands when
   * it is appended at its revision; anything else may be out of date.
   */
  known<State>(request: FoldRequest<State>): FoldedStream<State> {
    const key = this.keyOf(request);
    const kept = this.kept.get(key) ?? this.options.below?.kept.get(key);
    if (kept) return kept as FoldedStream<State>;
    return {
      stream: request.stream,
      revision: 'none',
      state: request.fold.evolution.initial,
      reports: recordedReports.initial,
    };
  }

  /** Takes over what was just appended, so that the next load need not read it again. */
  advance<State>(request: FoldRequest<State>, from: FoldedStream<State>, facts: readonly StoredFact[]): void {
    this.keep(request, this.forward(request, from, facts));
  }

  private async loadOne<State>(request: FoldRequest<State>): Promise<FoldedStream<State>> {
    const from = this.known(request);
    const facts = await this.reads.ask({ stream: request.stream, from: nextRevision(from.revision) });
    const folded = this.forward(request, from, facts);
    if (facts.length > 0) this.keep(request, folded);
    return folded;
  }

  private keyOf({
    fold,
    stream,
  }: {
    readonly stream: string;
    readonly fold: { readonly kind: string };
  }): string {
    return `${fold.kind} ${stream}`;
  }

  private keep<State>(request: FoldRequest<State>, folded: FoldedStream<State>): void {
    const key = this.keyOf(request);
    const kept = this.kept.get(key);
    if (!kept || nextRevision(kept.revision) < nextRevision(folded.revision)) this.kept.set(key, folded);
  }

  private forward<State>(
    { fold }: FoldRequest<State>,
    from: FoldedStream<State>,
    facts: readonly StoredFact[],
  ): FoldedStream<State> {
    const last = facts.at(-1);
    if (!last) return from;
    return {
      stream: from.stream,
      revision: last.revision,
      state: replay({ initial: from.state, evolve: fold.evolution.evolve }, facts),
      reports: from.reports.withMutations((reports) => {
        for (const fact of facts) recordedReports.evolve(reports, fact);
      }),
    };
  }
}
