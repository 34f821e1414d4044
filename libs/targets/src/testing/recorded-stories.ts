import fc from 'fast-check';
import { createPool } from '#database';
import { type Planted, planted, type TestDatabase } from '#testing';
import { definitionFacts, targetFact } from './planted-definitions.js';
import type { recordedFigures } from './recorded-figures.js';
import { interleaved, picks, type Story, stories } from './stories.js';

/** Stories told up to some fact: where each fact that is known stands in the log. */
export interface RecordedStories {
  readonly all: readonly Story[];
  readonly knownAt: number;
  readonly placeOf: ReadonlyMap<Planted, number>;
}

/** Stories, in which order they are told, in which batches, and up to which share of them is known. */
export const tellings = fc.record({
  all: stories,
  order: picks,
  size: fc.integer({ min: 1, max: 40 }),
  share: fc.constantFrom(0.3, 0.6, 0.9, 1, 1, 1),
});

/** A target that keeps a count of keys from its first day on, beside those counts that nobody keeps. */
const counting = targetFact({
  code: 'chain',
  measure: 'chain-borrowers',
  unit: 'COUNT',
  period: { from: '2024-01-01', to: '2024-12-31' },
});

/** Records all facts and nothing else, of which some are known. */
export const tell = async (
  { forgotten, recorded }: Pick<ReturnType<typeof recordedFigures>, 'forgotten' | 'recorded'>,
  {
    all,
    order,
    size,
    share,
  }: {
    readonly all: readonly Story[];
    readonly order: readonly number[];
    readonly size: number;
    readonly share: number;
  },
): Promise<RecordedStories> => {
  const before = [...definitionFacts, counting];
  const told = interleaved(all, order);
  await forgotten();
  await recorded(planted([...before, ...told]), size);
  const knownAt = before.length + Math.floor(told.length * share);
  const known = told.slice(0, knownAt - before.length);
  return { all, knownAt, placeOf: new Map(known.map((fact, index) => [fact, before.length + index + 1])) };
};

/** A log to point at: each contribution has its fact, whatever that says. */
export const withTheirFacts = async ({ ownerUrl }: TestDatabase): Promise<void> => {
  const owner = createPool(ownerUrl, { max: 1, applicationName: 'spec' });
  await owner.query(
    `insert into facts (seq, stream, revision, event_id, type, recorded_at, data, metadata)
     select n, 'stream-' || n, 0, gen_random_uuid(), 'Told', now(), '{}', '{}' from generate_series(1, 500) as n`,
  );
  await owner.end();
};
