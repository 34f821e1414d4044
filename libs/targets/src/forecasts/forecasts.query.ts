import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { ForecastList, ScoredForecast } from '#contract';
import type { Unit } from '#facts';
import { planOfTarget, quantityOf, quantityText } from '#figures';
import { decodeCursor, filterValues, keysetPage } from '#keyset';
import { truncatedDecimal } from '#money';
import { readDefinitions } from '../definitions/definitions.table.js';
import { readTargetsAsked } from '../definitions/targets-asked.query.js';
import { totalOf } from '../progress/read-figure.query.js';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Queryable } from '../tables/closings.table.js';
import { type ListedForecast, readForecasts } from './forecast.table.js';

export interface ForecastsAsked {
  readonly programme: string;
  /** Codes; absent: of all. */
  readonly target?: readonly string[];
  readonly effectiveAsOf: BusinessDate;
  readonly knownAt: number;
  readonly limit: number;
  readonly cursor?: string;
}

/** What came of the period of a target; null where it is not over, or is not known. */
interface Outcome {
  readonly unit: Unit;
  readonly actual: bigint | null;
  readonly computation: number | null;
}

/** The whole figure of a version of a target, as known at the cut. */
const outcomeOf = async (
  database: Queryable,
  { programme, effectiveAsOf, knownAt }: ForecastsAsked,
  { target: code, version }: ListedForecast,
  sizes: BlockSizes,
): Promise<Outcome> => {
  const asked = (await readTargetsAsked(database, { programme, version, knownAt })) ?? [];
  const found = asked.find(({ target }) => target.data.code === code);
  if (!found) throw new Error('A forecast is of a target that was never set.');
  const { target, definitions } = found;
  const { unit, period } = target.data;
  const plan = planOfTarget(definitions.measures, target);
  const isOver = 'to' in period && effectiveAsOf >= period.to;
  if (!isOver || (plan?.kind !== 'flow' && plan?.kind !== 'distinct'))
    return { unit, actual: null, computation: null };
  const actual = await totalOf(plan, { database, knownAt, sizes });
  return { unit, actual, computation: plan.cut.computation };
};

/** Forecasts compared with the figures at the end of their period. */
const scored = (
  { target, version, computation, forecast }: ListedForecast,
  outcome: Outcome,
): ScoredForecast => {
  const { unit, actual } = outcome;
  const listed = { ...forecast, target, version, unit };
  if (actual === null || outcome.computation !== computation) return { ...listed, score: null };
  const { closing, interval } = forecast;
  const error = quantityOfSigned(closing, unit) - actual;
  return {
    ...listed,
    score: {
      actual: quantityText(actual, unit),
      error: quantityText(error, unit),
      errorShare: actual === 0n ? null : truncatedDecimal(error, actual, 4),
      isWithin:
        quantityOfSigned(interval.low, unit) <= actual && actual <= quantityOfSigned(interval.high, unit),
    },
  };
};

const quantityOfSigned = (text: string, unit: Unit): bigint =>
  text.startsWith('-') ? -quantityOf(text.slice(1), unit) : quantityOf(text, unit);

/** Newest first; null where the programme was not defined. Asked inside a snapshot, as the basis is. @throws MalformedCursor */
export const forecastsPage = async (
  database: Queryable,
  asked: ForecastsAsked,
  sizes: BlockSizes = shippedSizes,
): Promise<Omit<ForecastList, 'basis'> | null> => {
  const { programme, limit, cursor } = asked;
  const before = cursor === undefined ? null : decodeCursor(cursor, ['seq', 'text']);
  const { programmes } = await readDefinitions(database, { programme, asOf: asked.knownAt });
  if (programmes.length === 0) return null;
  const listed = await readForecasts(database, {
    ...asked,
    targets: filterValues(asked.target),
    before,
    limit: limit + 1,
  });
  const outcomes = new Map<string, Outcome>();
  const items: ScoredForecast[] = [];
  for (const each of listed) {
    const name = `${each.target} ${each.version}`;
    const outcome = outcomes.get(name) ?? (await outcomeOf(database, asked, each, sizes));
    outcomes.set(name, outcome);
    items.push(scored(each, outcome));
  }
  return { programme, ...keysetPage(items, limit, ({ seq, target }) => [seq, target]) };
};

export class ForecastsQuery extends Query<Omit<ForecastList, 'basis'> | null> {
  constructor(readonly asked: ForecastsAsked) {
    super();
  }
}

@QueryHandler(ForecastsQuery)
export class ForecastsHandler implements IQueryHandler<ForecastsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: ForecastsQuery): Promise<Omit<ForecastList, 'basis'> | null> {
    return forecastsPage(this.pool, asked);
  }
}
