import { LRUCache } from 'lru-cache';
import { type Evolution, replay } from '#decider';
import type { EventLog, ExpectedRevision, ManyStreams } from '#event-log';
import type { StoredFact } from '#facts';
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

interface Waiting {
  readonly stream: string;
  readonly from: number;
  readonly done: (facts: readonly StoredFact[]) => void;
  readonly failed: (reason: unknown) => void;
}

const nextRevision = (revision: ExpectedRevision): number => (revision === 'none' ? 0 : revision + 1);

/**
 * States of streams, kept in memory and read forward from the revision they stand at, so that a long stream stays cheap.
 * A state is never stale: each load asks the log for what came since. Questions asked while one is under way are put
 * together into the next.
 */
export class StreamFolds {
  private readonly kept: LRUCache<string, FoldedStream<unknown>>;
  private waiting: Waiting[] = [];
  private asking = 0;

  constructor(
    private readonly log: EventLog & ManyStreams,
    private readonly options: { readonly keep: number; readonly below?: StreamFolds },
  ) {
    this.kept = new LRUCache({ max: options.keep });
  }

  /** The states asked for, each as of now. */
  async load<States extends readonly unknown[]>(
    requests: { readonly [K in keyof States]: FoldRequest<States[K]> },
  ): Promise<{ readonly [K in keyof States]: FoldedStream<States[K]> }> {
    const list = requests as readonly FoldRequest<unknown>[];
    const folded = await Promise.all(list.map((request) => this.loadOne(request)));
    return folded as unknown as { readonly [K in keyof States]: FoldedStream<States[K]> };
  }

  /** Takes over what was just appended, so that the next load need not read it again. */
  advance<State>(request: FoldRequest<State>, from: FoldedStream<State>, facts: readonly StoredFact[]): void {
    this.keep(request, this.forward(request, from, facts));
  }

  private async loadOne<State>(request: FoldRequest<State>): Promise<FoldedStream<State>> {
    const from = this.standing(request);
    const facts = await this.read(request.stream, nextRevision(from.revision));
    const folded = this.forward(request, from, facts);
    if (facts.length > 0) this.keep(request, folded);
    return folded;
  }

  private keyOf({ fold, stream }: { readonly stream: string; readonly fold: { readonly kind: string } }): string {
    return `${fold.kind} ${stream}`;
  }

  private standing<State>(request: FoldRequest<State>): FoldedStream<State> {
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

  private read(stream: string, from: number): Promise<readonly StoredFact[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ stream, from, done, failed });
      if (this.asking < 2) queueMicrotask(() => void this.ask());
    });
  }

  /** At most two questions are under way: one being answered, one on its way. */
  private async ask(): Promise<void> {
    if (this.asking >= 2 || this.waiting.length === 0) return;
    const asked = this.waiting.splice(0, 200);
    this.asking += 1;
    try {
      const answers = await this.log.readStreams(asked.map(({ stream, from }) => ({ stream, from })));
      asked.forEach(({ done }, index) => done(answers[index] ?? []));
    } catch (error) {
      for (const { failed } of asked) failed(error);
    } finally {
      this.asking -= 1;
      void this.ask();
    }
  }
}
