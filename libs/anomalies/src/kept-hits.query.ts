import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Candidate, KeptSignal, Thresholds } from './candidate.js';
import { type Hit, hitOf } from './hit.js';

export type Queryable = Pick<pg.Pool, 'query'>;

/** An examined candidate; without a hit where it does not exceed the thresholds. */
export interface Examined {
  readonly key: string;
  readonly hit: Hit | undefined;
}

/** The conditions of a search. */
export interface Search {
  readonly database: Queryable;
  /** Null: all. */
  readonly institutions: readonly string[] | null;
  /** Span of days, both included; null: no bound. */
  readonly from: BusinessDate | null;
  readonly to: BusinessDate | null;
  /** Today. */
  readonly asOf: BusinessDate;
  readonly thresholds: Thresholds;
  /** The key of the last candidate examined. */
  readonly after: string;
}

const readAtOnce = 500;

const banksOf = async (database: Queryable): Promise<ReadonlySet<string>> => {
  const { rows } = await database.query<{ code: string }>(
    `select code from signal_institution where page->>'kind' = 'BANK'`,
  );
  return new Set(rows.map(({ code }) => code));
};

/** Filters by day in SQL, except for disbursements by several banks, whose day depends on the thresholds. */
const readCandidates = async (
  { database, institutions, from, to }: Search,
  signal: KeptSignal,
  after: string,
): Promise<readonly Omit<Candidate, 'subject'>[]> => {
  const { rows } = await database.query<Omit<Candidate, 'subject'>>(
    `select signal, key, institutions, page from anomaly_candidate
      where signal = $1 and key > $2
        and ($3::text[] is null or institutions && $3)
        and (signal = 'bailout-from-many-banks' or
             ($4::date is null or happened_on >= $4) and ($5::date is null or happened_on <= $5))
      order by key limit $6`,
    [signal, after, institutions, from, to, readAtOnce],
  );
  return rows;
};

export async function* keptHits(signal: KeptSignal, search: Search): AsyncGenerator<Examined> {
  const banks = await banksOf(search.database);
  let { after } = search;
  for (;;) {
    const candidates = await readCandidates(search, signal, after);
    for (const candidate of candidates)
      yield { key: candidate.key, hit: hitOf(candidate, search.thresholds, banks) };
    const last = candidates.at(-1);
    if (!last || candidates.length < readAtOnce) return;
    after = last.key;
  }
}
