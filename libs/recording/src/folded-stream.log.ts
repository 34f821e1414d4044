import { Map as PersistentMap } from 'immutable';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Evolution, replay } from '#decider';
import type { ExpectedRevision } from '#event-log';
import { changeOf, type StoredFact } from '#facts';
import { standingFacts } from '#history';

/*
 * A stream folded up to one revision: the state that deciding needs, and the reports that were recorded in the stream. Because the fold
 * knows the reports, idempotency needs no table of outcomes. Long folds run in slices, so that they never block the event loop.
 */

/** How streams of one kind are folded. `kind` is part of the cache key, since one stream may be folded in several ways. */
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

/** What is kept of a recorded report: enough to repeat its first outcome. */
export interface RecordedReport {
  readonly digest: string;
  readonly factType: string;
  readonly revision: number;
  readonly flags: readonly string[];
  readonly stampedAt: string;
}

/** By report id. A persistent map: adding a report to a stream of 150,000 costs no more than to one of ten. */
export type RecordedReports = PersistentMap<string, RecordedReport>;

export const recordedReports: Evolution<RecordedReports, StoredFact> = {
  initial: PersistentMap(),
  evolve: (reports, { type, revision, metadata }) =>
    metadata.reportId === null || metadata.reportDigest === null
      ? reports
      : reports.set(metadata.reportId, {
          digest: metadata.reportDigest,
          factType: type,
          revision,
          flags: metadata.flags,
          stampedAt: metadata.stampedAt,
        }),
};

/** Facts folded in one turn of the event loop: a few milliseconds of any fold. */
const sliceFacts = 500;

/** Calls `take` slice by slice, each slice in a turn of its own. A list of one slice is taken at once. */
export const inSlices = async <Fact>(
  facts: readonly Fact[],
  take: (slice: readonly Fact[]) => void,
): Promise<void> => {
  for (let from = 0; from < facts.length; from += sliceFacts) {
    if (from > 0) await nextTurn();
    take(facts.slice(from, from + sliceFacts));
  }
};

export const replayInSlices = async <State, Fact>(
  { initial, evolve }: Evolution<State, Fact>,
  facts: readonly Fact[],
): Promise<State> => {
  let state = initial;
  await inSlices(facts, (slice) => {
    state = replay({ initial: state, evolve }, slice);
  });
  return state;
};

export const nextRevision = (revision: ExpectedRevision): number => (revision === 'none' ? 0 : revision + 1);

export const hasChange = (facts: readonly StoredFact[]): boolean =>
  facts.some((fact) => changeOf(fact) !== undefined);

/** The stream before its first fact. */
export const beginning = <State>({ stream, fold }: FoldRequest<State>): FoldedStream<State> => ({
  stream,
  revision: 'none',
  state: fold.evolution.initial,
  reports: recordedReports.initial,
});

export const withReports = (reports: RecordedReports, facts: readonly StoredFact[]): RecordedReports =>
  reports.withMutations((all) => {
    for (const fact of facts) recordedReports.evolve(all, fact);
  });

/** Folds further facts, none of which is a correction or reversal. */
export const forward = <State>(
  { fold: { evolution } }: FoldRequest<State>,
  from: FoldedStream<State>,
  facts: readonly StoredFact[],
): FoldedStream<State> => ({
  stream: from.stream,
  revision: facts.at(-1)?.revision ?? from.revision,
  state: replay({ initial: from.state, evolve: evolution.evolve }, facts),
  reports: withReports(from.reports, facts),
});

/**
 * Folds further facts in slices. A correction or reversal is not a step of the fold: it changes an earlier fact, so that fact must be
 * among `facts` too.
 */
export const forwardInSlices = async <State>(
  { fold: { evolution } }: FoldRequest<State>,
  from: FoldedStream<State>,
  facts: readonly StoredFact[],
): Promise<FoldedStream<State>> => {
  const last = facts.at(-1);
  if (!last) return from;
  const steps = hasChange(facts) ? standingFacts(facts) : facts;
  const state = await replayInSlices({ initial: from.state, evolve: evolution.evolve }, steps);
  let { reports } = from;
  await inSlices(facts, (slice) => {
    reports = withReports(reports, slice);
  });
  return { stream: from.stream, revision: last.revision, state, reports };
};
