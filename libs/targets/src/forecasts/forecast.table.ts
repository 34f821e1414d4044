import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Forecast } from '#contract';
import { factsOf, type SequencedFact } from '#facts';
import type { TargetVersion } from '#figures';
import { addRows } from '#projections';
import type { Queryable } from '../tables/closings.table.js';
import { forecastTable } from '../tables/read-tables.table.js';

/* Forecasts as their facts record them, a row for each target. */

const forecastFact = factsOf('forecast');

interface ForecastRow {
  readonly programme: string;
  readonly target: string;
  readonly seq: number;
  readonly definition: number;
  readonly computation: number;
  readonly effective_as_of: string;
  readonly page: Forecast & { readonly version: number };
}

const rowsOf = (sequenced: SequencedFact): readonly ForecastRow[] => {
  const fact = forecastFact(sequenced);
  if (!fact) return [];
  const { seq, data } = fact;
  const { programme, basis, method, targets } = data;
  return targets.map(({ target, version, definition, computation, low, high, ...forecast }) => ({
    programme,
    target,
    seq,
    definition,
    computation,
    effective_as_of: basis.effectiveAsOf,
    page: { basis, seq, method, version, ...forecast, interval: { share: '0.8000', low, high } },
  }));
};

export const writeForecasts = async (
  client: pg.ClientBase,
  facts: readonly SequencedFact[],
): Promise<void> => {
  const rows = facts.flatMap(rowsOf);
  await addRows(
    client,
    forecastTable,
    rows.map((row) => ({ ...row, page: JSON.stringify(row.page) })),
  );
};

const shown = ({ version: _version, ...forecast }: ForecastRow['page']): Forecast => forecast;

/** The newest of each target, with what its measure computed by then. */
export type NewestForecasts = ReadonlyMap<
  string,
  { readonly computation: number; readonly forecast: Forecast }
>;

/**
 * The last that was recorded by a seq, of the days up to one, of each target as it is defined. Not once its period is over: then there is
 * a figure.
 */
export const readNewestForecasts = async (
  database: Queryable,
  targets: readonly TargetVersion[],
  {
    programme,
    effectiveAsOf,
    knownAt,
  }: { readonly programme: string; readonly effectiveAsOf: BusinessDate; readonly knownAt: number },
): Promise<NewestForecasts> => {
  const open = targets.filter(({ data: { period } }) => 'to' in period && effectiveAsOf < period.to);
  if (open.length === 0) return new Map();
  const { rows } = await database.query<Pick<ForecastRow, 'target' | 'computation' | 'page'>>(
    `select asked.target, newest.computation, newest.page
       from unnest($2::text[], $3::bigint[]) as asked (target, definition)
      cross join lateral (
        select * from forecast
         where programme = $1 and forecast.target = asked.target and forecast.definition = asked.definition
           and effective_as_of <= $4 and seq <= $5
         order by seq desc limit 1) newest`,
    [programme, open.map(({ data }) => data.code), open.map(({ seq }) => seq), effectiveAsOf, knownAt],
  );
  return new Map(
    rows.map(({ target, computation, page }) => [
      target,
      { computation: Number(computation), forecast: shown(page) },
    ]),
  );
};

export interface ListedForecast {
  readonly target: string;
  readonly version: number;
  readonly computation: number;
  readonly forecast: Forecast;
}

/** Of a programme, newest first, up to `limit`, after a key. */
export const readForecasts = async (
  database: Queryable,
  asked: {
    readonly programme: string;
    readonly targets: readonly string[] | null;
    readonly effectiveAsOf: BusinessDate;
    readonly knownAt: number;
    readonly before: readonly [seq: number, target: string] | null;
    readonly limit: number;
  },
): Promise<readonly ListedForecast[]> => {
  const { rows } = await database.query<Pick<ForecastRow, 'target' | 'computation' | 'page'>>(
    `select target, computation, page from forecast
      where programme = $1 and ($2::text[] is null or target = any($2))
        and effective_as_of <= $3 and seq <= $4 and ($5::bigint is null or (seq, target) < ($5, $6))
      order by seq desc, target desc limit $7`,
    [
      asked.programme,
      asked.targets,
      asked.effectiveAsOf,
      asked.knownAt,
      asked.before?.[0],
      asked.before?.[1],
      asked.limit,
    ],
  );
  return rows.map(({ target, computation, page }) => ({
    target,
    version: page.version,
    computation: Number(computation),
    forecast: shown(page),
  }));
};
