import type pg from 'pg';
import type { Mismatch } from '#projections';
import { compare } from './compare.checker.js';
import { expectedSourcesSql } from './expected-documents-sql.js';
import {
  type ComputedMeasure,
  expectedDeltasSql,
  expectedSubjectsSql,
  expectedValuesSql,
  figuresSql,
  activeSql,
} from './expected-figures-sql.js';

/** Rows of both sides in one form: text for the key, JSON for what is compared. */
const cells = (columns: string, content: string, rows: string): string =>
  `select concat_ws(' ', ${columns}) as key, ${content} as content from (${rows}) as row`;

const storedDeltas = `
  select computation, seq, effective_date, jsonb_build_object('institution', institution, 'district', district,
      'industry', industry, 'size', size, 'bailoutProgramme', bailout_programme, 'kind', borrower_kind) as dimensions,
    distinct_key as key, sum(quantity) as quantity
  from measure_delta group by computation, seq, effective_date, institution, district, industry, size, bailout_programme,
    borrower_kind, distinct_key having sum(quantity) <> 0`;

/** And what a loan with an id that was free again had before it, from the first on. */
const storedSubjects = `
  select subject, jsonb_build_object('dimensions', state->'dimensions', 'loan', state->'loan', 'standing', coalesce((
      select jsonb_agg(cell order by (cell->>0)::bigint, (cell->>1)::date, cell->>2)
      from jsonb_array_elements(state->'standing') as cell), '[]'),
    'former', coalesce((
      with recursive link as (
        select state->'former' as former where state ? 'former'
        union all
        select former->'former' from link where former ? 'former'
      )
      select jsonb_agg(former - 'former' order by (former->>'upTo')::bigint) from link), '[]')) as state
  from (
    select subject, jsonb_set(state::jsonb, '{standing}', (state->'standing')::jsonb || coalesce((
        select jsonb_agg(cell) from back_filled_subject filled cross join json_array_elements(filled.state->'standing') as cell
        where filled.subject = known.subject and filled.computation not in (select computation from figure_back_fill where target = 0)
      ), '[]')) as state
    from figure_subject known) as stored`;

/** Facts → quantities, subjects, reported values, and which sources have come. */
export const checkQuantities = (
  client: pg.ClientBase,
  measures: readonly ComputedMeasure[],
): Promise<readonly Mismatch[]> => {
  const figures = figuresSql(measures);
  const delta = (rows: string) =>
    cells('computation, seq, effective_date, dimensions, key', 'to_jsonb(quantity)', rows);
  const subject = (rows: string) => cells('subject', 'state', rows);
  const value = (content: string, rows: string) => cells('computation, report, seq', content, rows);
  const storedValue = `jsonb_build_object('institution', institution, 'scope', scope, 'asAt', as_at,
    'effectiveDate', effective_date, 'quantity', quantity)`;
  const source = (rows: string) => cells('type', 'to_jsonb(first_seq)', rows);
  return compare(client, `${figures}, ${activeSql}`, [
    { table: 'measure_delta', expected: delta(expectedDeltasSql), found: delta(storedDeltas) },
    {
      table: 'figure_subject',
      expected: subject(expectedSubjectsSql),
      found: subject(storedSubjects),
    },
    {
      table: 'indicator_value',
      expected: value('content', expectedValuesSql(measures)),
      found: value(storedValue, 'select * from indicator_value'),
    },
    {
      table: 'source_fact',
      expected: source(expectedSourcesSql),
      found: source('select * from source_fact'),
    },
  ]);
};
