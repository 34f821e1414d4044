import { addDays, type BusinessDate } from '#calendar';
import type { ForecastRecorded } from '#facts';
import {
  type DefinitionsInForce,
  forecastMethod,
  forecastOf,
  goalOf,
  paceYears,
  planOfTarget,
  quantityText,
  type TargetVersion,
} from '#figures';
import { truncatedDecimal } from '#money';
import type { ProgrammeCode } from '#identifiers';
import { newestDefinition, readDefinitions } from '../definitions/definitions.table.js';
import { daysOf } from '../progress/read-figure.query.js';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Known, Queryable } from '../tables/closings.table.js';

type ForecastData = ForecastRecorded['data'];
type TargetForecast = ForecastData['targets'][number];

interface At {
  readonly effectiveAsOf: BusinessDate;
  readonly knownAt: number;
}

/** The last day whose reports would be late by now (`TIM-W05`): of the days after it some may still come. */
export const lastWholeDay = (today: BusinessDate): BusinessDate => addDays(today, -2);

/** Null where there is no figure by day, its period is not under way, or too little is known of it. */
const ofTarget = async (
  target: TargetVersion,
  { measures, calendars }: DefinitionsInForce,
  { effectiveAsOf }: At,
  known: Known,
): Promise<TargetForecast | null> => {
  const { data, version, seq: definition } = target;
  const { programme, code, period, path, unit } = data;
  if (!('to' in period) || effectiveAsOf < period.from || effectiveAsOf >= period.to) return null;
  const plan = planOfTarget(measures, target, { effectiveAsOf });
  if (plan?.kind !== 'flow' && plan?.kind !== 'distinct') return null;
  const found = forecastOf(
    {
      period,
      effectiveAsOf,
      path,
      goal: goalOf(data),
      days: await daysOf(plan, known),
      seedOf: [programme, code, version, effectiveAsOf],
    },
    paceYears(calendars),
  );
  if (!found) return null;
  const { seed, attainedPerMille, attainedOn } = found;
  return {
    target: code,
    version,
    definition,
    computation: plan.cut.computation,
    seed,
    closing: quantityText(found.closing, unit),
    low: quantityText(found.low, unit),
    high: quantityText(found.high, unit),
    probability: attainedPerMille === null ? null : truncatedDecimal(BigInt(attainedPerMille), 1_000n, 4),
    attainedOn,
  };
};

/** What is expected of the targets of a programme, by what is known at a seq; null where nothing can be said of any. */
export const forecastsOf = async (
  database: Queryable,
  programme: ProgrammeCode,
  at: At,
  sizes: BlockSizes = shippedSizes,
): Promise<ForecastData | null> => {
  const { effectiveAsOf, knownAt } = at;
  const definitions = await readDefinitions(database, { programme, asOf: knownAt });
  const known = { database, knownAt, sizes };
  const targets: TargetForecast[] = [];
  for (const target of definitions.targets) {
    const forecast = await ofTarget(target, definitions, at, known);
    if (forecast) targets.push(forecast);
  }
  if (targets.length === 0) return null;
  const newest = (await newestDefinition(database, knownAt)) ?? 0;
  return {
    programme,
    basis: { seq: knownAt, effectiveAsOf: effectiveAsOf, definitions: newest },
    method: forecastMethod,
    targets,
  };
};

/** Programmes that are defined, and the seq up to which their figures are known. */
export const forecastable = async (
  database: Queryable,
): Promise<{ readonly knownAt: number; readonly programmes: readonly ProgrammeCode[] }> => {
  const { rows } = await database.query<{ seq: number | string }>(
    `select coalesce(min(seq), 0) as seq from projection_checkpoints where name in ('targets', 'arbiter')`,
  );
  const knownAt = Number(rows[0]?.seq ?? 0);
  const { programmes } = await readDefinitions(database, { asOf: knownAt });
  return { knownAt, programmes: programmes.map(({ data }) => data.code) };
};
