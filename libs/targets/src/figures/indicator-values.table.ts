import type pg from 'pg';
import type { IndicatorValue } from './indicator-values.js';

/** Every report is kept, so that the latest as at any day, and as known at any seq, can be told. */
export const writeIndicatorValues = async (
  client: pg.ClientBase,
  values: readonly IndicatorValue[],
): Promise<void> => {
  if (values.length === 0) return;
  await client.query(
    `insert into indicator_value (computation, institution, scope, as_at, seq, effective_date, quantity)
     select * from json_to_recordset($1::json) as row (c bigint, i text, p text, a date, s bigint, e date, q numeric)`,
    [
      JSON.stringify(
        values.map(({ computation, institution, scope, asAt, seq, effectiveDate, quantity }) => ({
          c: computation,
          i: institution,
          p: scope,
          a: asAt,
          s: seq,
          e: effectiveDate,
          q: String(quantity),
        })),
      ),
    ],
  );
};
