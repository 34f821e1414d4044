import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Explanation, KnownFigure, Movement, NamedFact, TargetProgress } from '#contract';
import type { Unit } from '#facts';
import { type FigurePlan, planOfTarget, quantityText } from '#figures';
import { decodeCursor, encodeCursor } from '#keyset';
import { readTargetsAsked, type TargetAsked } from '../definitions/targets-asked.query.js';
import { readParts, shownParts } from '../measures/measure-facts.query.js';
import { cutOfPlan, type Found } from '../measures/measure-cut.js';
import { totalOf } from '../measures/measure-cut.query.js';
import { progressOf } from '../progress/progress.query.js';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Queryable } from '../tables/closings.table.js';
import { becameTrue } from './became-true.query.js';

/** Two facts as known at which a figure is held against itself. */
export interface TwoCuts {
  readonly from: number;
  readonly to: number;
}

export interface ExplainQuestion {
  readonly programme: string;
  readonly target: string;
  /** Of the target; absent: the one in force then. */
  readonly version?: number;
  readonly effectiveAsOf: BusinessDate;
  readonly knownAt: number;
  /** Null: only its state, and when it became true. */
  readonly between: TwoCuts | null;
  readonly limit: number;
  readonly cursor?: string;
}

interface Setting extends ExplainQuestion {
  readonly database: Queryable;
  readonly sizes: BlockSizes;
}

/** Definitions that are listed between two cuts. */
const mostDefinitions = 100;

const namedFacts = async (
  database: Queryable,
  which: string,
  values: readonly unknown[],
): Promise<readonly NamedFact[]> => {
  const { rows } = await database.query<Omit<NamedFact, 'seq'> & { readonly seq: string }>(
    `select seq::text, recorded_at as "recordedAt", type, stream, revision, effective_date::text as "effectiveDate", institution
     from facts where ${which}`,
    [...values],
  );
  return rows.map(({ seq, ...fact }) => ({ ...fact, seq: Number(seq) }));
};

const ofVersion = ({ version }: Setting): { readonly version?: number } =>
  version === undefined ? {} : { version };

const progressAt = async (setting: Setting, seq: number): Promise<TargetProgress | undefined> => {
  const { database, programme, target, effectiveAsOf, sizes } = setting;
  const asked = { programme, target, ...ofVersion(setting), effectiveAsOf, knownAt: seq, filters: {} };
  return (await progressOf(database, asked, sizes))?.targets[0];
};

const figureAt = (seq: number, shown: TargetProgress | undefined): KnownFigure => ({
  seq,
  actual: shown?.actual ?? null,
  achieved: shown?.achieved ?? false,
});

/** How the figure of a target is read. */
interface Planned extends TargetAsked {
  readonly plan: FigurePlan | null;
}

/** The target as it was defined at a fact, or under the version asked for. */
const targetAt = async (setting: Setting, seq: number): Promise<Planned | null> => {
  const { database, programme, target: code, effectiveAsOf } = setting;
  const all = await readTargetsAsked(database, { programme, ...ofVersion(setting), knownAt: seq });
  const asked = all?.find(({ target }) => target.data.code === code);
  return asked
    ? { ...asked, plan: planOfTarget(asked.definitions.measures, asked.target, { effectiveAsOf }) }
    : null;
};

type Moved = Pick<Explanation, 'moved' | 'items' | 'next'>;

/** Fen or pieces of a figure that is shown, which may be below zero. */
const unitsOf = (shown: string): bigint => BigInt(shown.replace('.', ''));

const rest = (from: KnownFigure, to: KnownFigure, byFacts: bigint, unit: Unit): string | null => {
  if (from.actual === null || to.actual === null) return null;
  return quantityText(unitsOf(to.actual) - unitsOf(from.actual) - byFacts, unit);
};

/** What facts and definitions between the two make of the difference. */
const movedBetween = async (setting: Setting, from: KnownFigure, to: KnownFigure): Promise<Moved> => {
  const { database, sizes, limit, cursor } = setting;
  const between = { from: from.seq, to: to.seq };
  const defined = await targetAt(setting, between.to);
  const definitions = await namedFacts(
    database,
    `seq = any(array(
       select seq from figure_definition where kind <> 'narrowed' and seq > $1 and seq <= $2
        order by seq limit ${String(mostDefinitions)})) order by facts.seq`,
    [between.from, between.to],
  );
  const measured = defined?.definitions.measures.get(defined.target.data.measure)?.data;
  const isGrowth = measured?.op === 'GROWTH';
  const measure = (isGrowth ? measured.of : measured?.code) ?? '';
  const unit = defined?.definitions.measures.get(measure)?.data.unit ?? 'CNY';
  const movement = { from, to, measure, unit, definitions: [...definitions] };
  if (!defined?.plan)
    return { moved: { ...movement, byFacts: null, byDefinitions: null }, items: [], next: null };

  const of = cutOfPlan(defined.plan);
  const [seq, ordinal] = cursor === undefined ? [0, 0] : decodeCursor(cursor, ['seq', 'revision']);
  const known = { database, sizes, knownAt: between.to };
  const parts = await readParts(
    { of, since: between.from, after: { seq, ordinal }, months: null, limit, atOnce: 1_000 },
    known,
  );
  const before = (await totalOf(of, { ...known, knownAt: between.from })) ?? 0n;
  const byFacts = ((await totalOf(of, known)) ?? 0n) - before;
  const moved: Movement = {
    ...movement,
    byFacts: quantityText(byFacts, unit),
    byDefinitions: isGrowth ? null : rest(from, to, byFacts, unit),
  };
  return {
    moved,
    items: [...(await shownParts(parts.parts, unit, known))],
    next: parts.next && encodeCursor([parts.next.seq, parts.next.ordinal]),
  };
};

/** Up to which fact the figures shown are filled in; null where all of them are known, though more may be followed for the target. */
const filledInTo = (progresses: readonly (TargetProgress | undefined)[]): number | null => {
  const unknown = progresses.filter((progress) => progress?.actual === null);
  const seqs = unknown.flatMap((progress) => progress?.backFill?.seq ?? []);
  return seqs.length === 0 ? null : Math.min(...seqs);
};

/** Programme or target may not be defined, or have no such version. @throws MalformedCursor */
export const explained = async (
  database: Queryable,
  question: ExplainQuestion,
  sizes: BlockSizes = shippedSizes,
): Promise<Found<Explanation>> => {
  const setting = { ...question, database, sizes };
  const { programme, effectiveAsOf, knownAt, between, version: under } = question;
  const defined = await targetAt(setting, knownAt);
  const shown = await progressAt(setting, knownAt);
  if (!defined || !shown)
    return {
      found: null,
      why: under === undefined ? { reason: 'not-defined' } : { reason: 'no-such-version', version: under },
    };
  const then = between && [await progressAt(setting, between.from), await progressAt(setting, between.to)];
  const incomplete = filledInTo([shown, ...(then ?? [])]);
  if (incomplete !== null) return { found: null, why: { reason: 'incomplete', filledInTo: incomplete } };
  const { code: target, version, measure, unit, comparator, threshold, period, actual, achieved } = shown;
  const seq = await becameTrue({ ...defined, effectiveAsOf }, { database, knownAt, sizes });
  const [became = null] = seq === null ? [] : await namedFacts(database, 'seq = $1', [seq]);
  const moved = between
    ? await movedBetween(setting, figureAt(between.from, then?.[0]), figureAt(between.to, then?.[1]))
    : { moved: null, items: [], next: null };
  const explanation = { programme, target, version, measure, unit, comparator, threshold, period };
  return { found: { ...explanation, actual, achieved, became, ...moved } };
};

/** Explains the state of a target. Runs inside a snapshot, as the basis does. @throws MalformedCursor */
export class ExplainQuery extends Query<Found<Explanation>> {
  constructor(readonly question: ExplainQuestion) {
    super();
  }
}

@QueryHandler(ExplainQuery)
export class ExplainHandler implements IQueryHandler<ExplainQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: ExplainQuery): Promise<Found<Explanation>> {
    return explained(this.pool, question);
  }
}
