import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import { type Cut, isUnderKeySql, rollUpKeysAsked } from '#figures';
import { type BlockSizes, covering } from './blocks.js';

interface Question<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** What is asked before anybody waits for an answer is asked together. */
export class Gathered<Asked, Answer> {
  private questions: Question<Asked, Answer>[] = [];

  /** `answerAll`: one answer for each, in the order asked. */
  constructor(private readonly answerAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>) {}

  ask(asked: Asked): Promise<Answer> {
    return new Promise((answer, fail) => {
      if (this.questions.push({ asked, answer, fail }) === 1) queueMicrotask(() => void this.answerThem());
    });
  }

  private async answerThem(): Promise<void> {
    const questions = this.questions;
    this.questions = [];
    try {
      const answers = await this.answerAll(questions.map(({ asked }) => asked));
      for (const [index, { answer }] of questions.entries()) answer(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  }
}

/*
 * Closing totals of many figures, as known at one fact, in one question: a question for each of fifteen targets costs more in being asked
 * than in being answered.
 */

/** A pool, or a connection inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Where it is read, and up to which fact: what was known then. */
export interface AtFact {
  readonly database: Queryable;
  readonly knownAt: number;
}

/** The end of a day, or of the day before it. */
export interface Closing {
  readonly day: BusinessDate;
  readonly before: boolean;
}

export const atEndOf = (day: BusinessDate): Closing => ({ day, before: false });

export const before = (day: BusinessDate): Closing => ({ day, before: true });

/** A sum that is rolled up, and the moments at which its total is asked for. */
export interface ClosingsAsked {
  readonly cut: Pick<Cut, 'computation' | 'filters'>;
  /** That counts of keys are kept for; 0: a sum of the measure itself. */
  readonly target: number;
  readonly moments: readonly Closing[];
}

/** A sum that nothing is rolled up for. */
export interface ScannedAsked {
  readonly cut: Cut;
  readonly moments: readonly Closing[];
}

/** The same, out of roll-ups. */
export interface Known extends AtFact {
  readonly sizes: BlockSizes;
  /** Where many figures are read at the same fact; absent: each is asked for by itself. */
  readonly gathered?: GatheredSums;
}

interface GatheredSums {
  readonly closings: Gathered<ClosingsAsked, readonly bigint[]>;
  readonly scanned: Gathered<ScannedAsked, readonly bigint[]>;
  readonly latest: Gathered<Cut, bigint | null>;
}

/** Single quantities of an institution are found by an index of theirs: in it are as many as it reported, and not all that all did. */
const keyedSql = `
  with moment as materialized (
    select figure, place, day - back as day
      from unnest($1::integer[], $2::date[], $3::integer[]) with ordinality as moment (figure, day, back, place)
  ), part as materialized (
    select * from unnest($4::integer[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
      as part (figure, target, computation, dimension, value)
  ), rolled as materialized (
    select part.figure, found.days, found.totals
      from part cross join unnest($9::smallint[], $10::integer[]) as covering (level, block)
     cross join lateral (
       select days, totals from figure_rollup
        where figure_rollup.level = covering.level and figure_rollup.block = covering.block
          and figure_rollup.target = part.target and figure_rollup.computation = part.computation
          and figure_rollup.dimension = part.dimension and figure_rollup.value = part.value offset 0) as found
  ), single as materialized (
    select part.figure, found.day, found.quantity
      from part cross join lateral (
        select effective_date as day, sum(quantity) as quantity from measure_delta
         where part.target = 0 and part.dimension = 'institution' and measure_delta.computation = part.computation
           and measure_delta.institution = part.value and seq > $11 and seq <= $12
         group by effective_date
        union all
        select effective_date as day, sum(quantity) as quantity from measure_delta
         where part.target = 0 and part.dimension <> 'institution' and measure_delta.computation = part.computation
           and seq > $11 and seq <= $12 and ${isUnderKeySql('measure_delta', 'part')}
         group by effective_date offset 0) as found
    union all
    select part.figure, effective_date, quantity
      from part join distinct_step using (target, computation, dimension, value)
     where part.target <> 0 and seq > $11 and seq <= $12
  )
  select (coalesce((select sum(totals[width_bucket(moment.day, days)]) from rolled where rolled.figure = moment.figure), 0)
    + coalesce((select sum(quantity) from single where single.figure = moment.figure and single.day <= moment.day), 0))::text as total
    from moment order by place`;

/** In the order asked, of each its moments. */
export const readClosings = async (
  asked: readonly ClosingsAsked[],
  { database, knownAt, sizes }: AtFact & { readonly sizes: BlockSizes },
): Promise<readonly (readonly bigint[])[]> => {
  const { blocks, upTo } = covering(knownAt, sizes);
  const moments = asked.flatMap(({ moments: all }, figure) => all.map((moment) => ({ figure, ...moment })));
  const parts = asked.flatMap(({ cut: { computation, filters }, target }, figure) =>
    rollUpKeysAsked(filters).map((key) => ({ figure, computation, target, ...key })),
  );
  const { rows } = await database.query<{ total: string }>(keyedSql, [
    moments.map(({ figure }) => figure),
    moments.map(({ day }) => day),
    moments.map(({ before }) => (before ? 1 : 0)),
    parts.map(({ figure }) => figure),
    parts.map(({ target }) => target),
    parts.map(({ computation }) => computation),
    parts.map(({ dimension }) => dimension),
    parts.map(({ value }) => value),
    blocks.map(({ level }) => level),
    blocks.map(({ block }) => block),
    upTo,
    knownAt,
  ]);
  const totals = rows.map(({ total }) => BigInt(total)).values();
  return asked.map(({ moments: all }) => all.map(() => totals.next().value ?? 0n));
};

export const rolledUpClosings = async (asked: ClosingsAsked, known: Known): Promise<readonly bigint[]> => {
  if (known.gathered) return known.gathered.closings.ask(asked);
  const [closings = []] = await readClosings([asked], known);
  return closings;
};
