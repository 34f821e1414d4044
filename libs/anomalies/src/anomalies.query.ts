import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Anomaly, AnomalySignal, NamedFact } from '#contract';
import { decodeCursor, encodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import { changingTypesSql } from '#projections';
import { bankHits, type BankSignal } from './bank-hits.query.js';
import { defaultThresholds, type KeptSignal, signals, type Thresholds } from './candidate.js';
import type { Hit } from './hit.js';
import { type Examined, keptHits, type Queryable, type Search } from './kept-hits.query.js';

export interface AnomaliesAsked {
  /** Absent: all of them. */
  readonly signal?: AnomalySignal;
  /** Replace those of the contract, for the one signal that is asked for. */
  readonly thresholds: Partial<Thresholds>;
  readonly institution?: readonly string[];
  /** Span of days of the anomaly, both included. */
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  /** Today. */
  readonly asOf: BusinessDate;
  readonly limit: number;
  readonly cursor?: string;
}

/** Anomalies by signal and key. @throws MalformedCursor */
export class AnomaliesQuery extends Query<KeysetPage<Anomaly>> {
  constructor(readonly asked: AnomaliesAsked) {
    super();
  }
}

/** Candidates that one page examines at most. Then it is short, and the list goes on after the last one examined. */
const mostExamined = 5_000;

const isOfBanks = (signal: AnomalySignal): signal is BankSignal =>
  ['late-reports', 'many-corrections', 'many-refusals', 'month-end-spike', 'silent'].includes(signal);

const examinedOf = (signal: AnomalySignal, search: Search): AsyncGenerator<Examined> =>
  isOfBanks(signal) ? bankHits(signal, search) : keptHits(signal satisfies KeptSignal, search);

const passes = ({ on, institutions }: Hit, search: Search): boolean =>
  (search.from === null || on >= search.from) &&
  (search.to === null || on <= search.to) &&
  (search.institutions === null || institutions.some((code) => search.institutions?.includes(code)));

type Key = readonly [signal: string, key: string];

interface Found {
  readonly hits: readonly Hit[];
  /** The last key examined; null where all were. */
  readonly stopped: Key | null;
}

/** Finds up to one hit more than the page has. */
const find = async (database: Queryable, asked: AnomaliesAsked): Promise<Found> => {
  const [atSignal, after] =
    asked.cursor === undefined ? ['', ''] : decodeCursor(asked.cursor, ['text', 'text']);
  const wanted = signals.filter((signal) => signal >= atSignal && signal === (asked.signal ?? signal));
  const hits: Hit[] = [];
  let examined = 0;
  for (const signal of wanted) {
    const search: Search = {
      database,
      institutions: filterValues(asked.institution),
      from: asked.from ?? null,
      to: asked.to ?? null,
      asOf: asked.asOf,
      // A signal reads only its own thresholds.
      thresholds: { ...defaultThresholds[signal], ...asked.thresholds } as Thresholds,
      after: signal === atSignal ? after : '',
    };
    for await (const { key, hit } of examinedOf(signal, search)) {
      examined += 1;
      if (hit && passes(hit, search)) hits.push(hit);
      if (hits.length > asked.limit) return { hits, stopped: null };
      if (examined >= mostExamined) return { hits, stopped: [signal, key] };
    }
  }
  return { hits, stopped: null };
};

const mostNamed = 20;

/** The facts of the hits, with their corrections. */
const namedFacts = async (
  database: Queryable,
  hits: readonly Hit[],
): Promise<ReadonlyMap<number, readonly NamedFact[]>> => {
  const seqs = [...new Set(hits.flatMap((hit) => hit.seqs.slice(0, mostNamed)))];
  if (seqs.length === 0) return new Map();
  const { rows } = await database.query<NamedFact & { of: number }>(
    `select fact.seq as of, named.seq, named.recorded_at as "recordedAt", named.type, named.stream, named.revision,
            named.effective_date as "effectiveDate", named.institution
       from unnest($1::bigint[]) as asked (seq) join facts fact using (seq)
      cross join lateral (
        select * from facts where facts.seq = fact.seq
        union all
        select * from facts
         where facts.stream = fact.stream and (facts.data->'corrects'->>'revision')::integer = fact.revision
           and type in (${changingTypesSql})) named
      order by fact.seq, named.seq`,
    [seqs],
  );
  const named = new Map<number, NamedFact[]>();
  for (const { of, ...fact } of rows) named.set(Number(of), [...(named.get(Number(of)) ?? []), fact]);
  return named;
};

const shown = (
  { key: _key, institutions: _institutions, seqs, factsInAll, ...hit }: Hit,
  named: ReadonlyMap<number, readonly NamedFact[]>,
): Anomaly => {
  const concerned = new Map(seqs.flatMap((seq) => named.get(seq) ?? []).map((fact) => [fact.seq, fact]));
  const facts = [...concerned.values()].toSorted((one, other) => one.seq - other.seq);
  return { ...hit, facts: facts.slice(0, mostNamed), factsInAll };
};

export const anomaliesPage = async (
  database: Queryable,
  asked: AnomaliesAsked,
): Promise<KeysetPage<Anomaly>> => {
  const { hits, stopped } = await find(database, asked);
  const named = await namedFacts(database, hits.slice(0, asked.limit));
  const keys = new Map(hits.map((hit): [Anomaly, Key] => [shown(hit, named), [hit.signal, hit.key]]));
  const page = keysetPage([...keys.keys()], asked.limit, (item) => keys.get(item) ?? []);
  return page.next === null && stopped ? { ...page, next: encodeCursor(stopped) } : page;
};

@QueryHandler(AnomaliesQuery)
export class AnomaliesHandler implements IQueryHandler<AnomaliesQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: AnomaliesQuery): Promise<KeysetPage<Anomaly>> {
    return anomaliesPage(this.pool, asked);
  }
}
