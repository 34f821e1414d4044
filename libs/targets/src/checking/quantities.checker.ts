import type pg from 'pg';
import {
  byHash,
  type CheckedPart,
  isAppliedSql,
  type Mismatch,
  partByBlocks,
  partOfRows,
  wholePart,
} from '#projections';
import { figureSubject } from '../tables/read-tables.table.js';
import { compare } from './compare.checker.js';
import { sourcesSql } from './expected-documents-sql.js';
import {
  formerSql,
  type ComputedMeasure,
  expectedDeltasSql,
  expectedSubjectsSql,
  expectedValuesSql,
  figuresSql,
  blockSql,
  reportFactsSql,
  subjectFactsSql,
  touchedByFactsSql,
  within,
} from './expected-figures-sql.js';

/** Rows of both sides in one form: text for the key, JSON for what is compared. */
const cells = (columns: string, content: string, rows: string): string =>
  `select concat_ws(' ', ${columns}) as key, ${content} as content from (${rows}) as row`;

const storedDeltas = (chosen: string): string => `
  select computation, seq, effective_date, jsonb_build_object('institution', institution, 'district', district,
      'industry', industry, 'size', size, 'bailoutProgramme', bailout_programme, 'kind', borrower_kind) as dimensions,
    distinct_key as key, sum(quantity) as quantity
  from measure_delta where ${chosen} group by computation, seq, effective_date, institution, district, industry, size,
    bailout_programme, borrower_kind, distinct_key having sum(quantity) <> 0`;

/** Those of `touched`; and what a loan with an id that was free again had before it, from the first on. */
const storedSubjects = `
  select subject, jsonb_build_object('dimensions', state->'dimensions', 'loan', state->'loan', 'former', coalesce((
      with recursive link as (
        select state->'former' as former where state ? 'former'
        union all
        select former->'former' from link where former ? 'former'
      )
      select jsonb_agg(former - 'former' order by (former->>'upTo')::bigint) from link), '[]')) as state
  from (
    select known.subject, state::jsonb as state
    from touched cross join lateral (
      select * from figure_subject where figure_subject.subject = touched.subject offset 0) known) as stored`;

const subjects = (rows: string): string => cells('subject', 'state', rows);
const deltas = (rows: string): string =>
  cells('computation, seq, effective_date, dimensions, key', 'to_jsonb(quantity)', rows);
const values = (content: string, rows: string): string => cells('computation, report, seq', content, rows);

const storedValue = `jsonb_build_object('institution', institution, 'scope', scope, 'asAt', as_at,
  'effectiveDate', effective_date, 'quantity', quantity)`;

type Measures = (client: pg.ClientBase) => Promise<readonly ComputedMeasure[]>;

/** Facts of a block → quantities that they move, and the subjects that they bear on as these stand at the checkpoint. */
const quantitiesPart = (measures: Measures): CheckedPart =>
  partByBlocks('quantities', 'targets', async (client, { after, upTo }) => {
    const shared = [
      blockSql(after, upTo),
      touchedByFactsSql,
      subjectFactsSql,
      figuresSql(await measures(client), 'sliced_fact'),
      formerSql,
    ];
    return compare(client, shared.join(', '), [
      {
        table: 'measure_delta',
        expected: deltas(expectedDeltasSql(within('moved.seq', after, upTo))),
        found: deltas(storedDeltas(within('seq', after, upTo))),
      },
      { table: 'figure_subject', expected: subjects(expectedSubjectsSql), found: subjects(storedSubjects) },
    ]);
  });

/** Subjects → the facts that there must be of each. */
const subjectsPart = (measures: Measures): CheckedPart =>
  partOfRows({ table: figureSubject }, async (client, rows, parameters) => {
    const shared = [
      `touched as materialized (select subject from figure_subject stored where ${rows})`,
      subjectFactsSql,
      figuresSql(await measures(client), 'sliced_fact'),
      formerSql,
    ];
    return compare(
      client,
      shared.join(', '),
      [{ table: 'figure_subject', expected: subjects(expectedSubjectsSql), found: subjects(storedSubjects) }],
      parameters,
    );
  });

/** Reports of a block → all that was ever said of them. */
const reportsPart = (measures: Measures): CheckedPart =>
  partByBlocks('indicator_value', 'targets', async (client, { after, upTo }) => {
    const all = await measures(client);
    const shared = [blockSql(after, upTo), reportFactsSql, figuresSql(all, 'sliced_fact')];
    return compare(client, shared.join(', '), [
      {
        table: 'indicator_value',
        expected: values('content', expectedValuesSql(all)),
        found: values(storedValue, `select * from indicator_value where ${within('report', after, upTo)}`),
      },
    ]);
  });

/** Each source of measures that a block has is known to have come, no later than there. */
const sourcesPart: CheckedPart = partByBlocks('source_fact', 'targets', async (client, { after, upTo }) => {
  const { rows } = await client.query<Mismatch>(
    `with ${blockSql(after, upTo)}
     select 'source_fact' as table, come.type as key, to_jsonb(come.first_seq) as expected, to_jsonb(known.first_seq) as found
     from (${sourcesSql}) as come left join lateral (
       select first_seq from source_fact where source_fact.type = come.type offset 0) as known on true
     where known.first_seq is null or known.first_seq > come.first_seq`,
  );
  return rows;
});

/** And at the fact that is remembered it came: of each source one fact is looked at. */
const firstSourcesPart = wholePart('first sources', async (client) => {
  const { rows } = await client.query<Mismatch>(
    `with block as (
       select * from facts where seq in (select first_seq from source_fact) and ${isAppliedSql("'targets'")}
     )
     select 'source_fact' as table, source_fact.type as key, to_jsonb(come.first_seq) as expected, to_jsonb(source_fact.first_seq) as found
     from source_fact left join (${sourcesSql}) as come on come.type = source_fact.type and come.first_seq = source_fact.first_seq
     where come.first_seq is null`,
  );
  return rows;
});

/** Facts → quantities, subjects, reported values, and which sources have come. */
export const quantitiesParts = (measures: Measures): readonly CheckedPart[] => [
  byHash(quantitiesPart(measures)),
  byHash(subjectsPart(measures)),
  reportsPart(measures),
  sourcesPart,
  firstSourcesPart,
];
