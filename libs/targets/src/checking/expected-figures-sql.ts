import type { MeasureData, MeasureSource } from '#facts';
import {
  byClaimedLoan,
  byDisbursement,
  changesOfSql,
  checkedSeqSql,
  factsOfDisbursementsSql,
  isAppliedSql,
  settlingTypes,
} from '#projections';
import {
  checkedFactsSql,
  documentsSql,
  saidSql,
  filterSql,
  keySql,
  literal,
  quantitySql,
} from './expected-documents-sql.js';

// How the rows of figures follow from the facts, said in SQL over the facts as JSON.

/** A measure while it computed the same. Every fact counts, also those before the definition and after the next. */
export interface ComputedMeasure {
  readonly computation: number;
  readonly data: MeasureData;
}

/** Of quantities as `moved`: those that are there already, where a measure is being filled in. */
const filledSql = `not exists (
  select from figure_back_fill open where target = 0 and open.computation = moved.computation and open.seq < moved.seq)`;

/** What one source of one measure makes of a fact: the measure, the key, the quantity, and whether it counts at all. */
const addedSql = (measure: ComputedMeasure, source: MeasureSource): string => {
  const { data, computation } = measure;
  const key = keySql(data.distinct);
  const keyed = data.distinct === null ? '' : ` and ${key} is not null`;
  return `(${computation}::bigint, ${key}, ${quantitySql(source, data.unit)}, ${filterSql(data.filter)}${keyed})`;
};

/** What each fact adds to each measure; for each type of fact, only the measures made of it are asked. */
const contributionsSql = (measures: readonly ComputedMeasure[]): string => {
  const added = new Map<string, string[]>();
  for (const measure of measures) {
    const { data } = measure;
    if (data.op === 'GROWTH' || data.op === 'LATEST_SUM') continue;
    for (const source of data.sources)
      added.set(source.fact, [...(added.get(source.fact) ?? []), addedSql(measure, source)]);
  }
  const columns = `seq, subject, since, until, settled, effective_date, doc->'dimensions' as dimensions`;
  const nothing = `select ${columns}, null::bigint as computation, null::text as key, null::numeric as quantity
    from document where false`;
  const ofTypes = [...added].map(
    ([type, sources]) => `select ${columns}, computation, key, sign * quantity
      from document cross join lateral (values ${sources.join(', ')}) as added (computation, key, quantity, counts)
      where type = ${literal(type)} and counts`,
  );
  return `contribution as materialized (${[nothing, ...ofTypes].join(' union all ')})`;
};

/** Of these facts: `contribution`, what each adds to each measure, and `document`, the facts with their subjects. */
export const figuresSql = (measures: readonly ComputedMeasure[], source: string): string =>
  `${checkedFactsSql(source)}, ${saidSql}, ${documentsSql}, ${contributionsSql(measures)}`;

/** Quantities by the fact that moved them, day, dimensions and key; of those facts that a condition on `moved` chooses. */
export const expectedDeltasSql = (chosen: string): string => `
  select computation, seq, effective_date, dimensions, key, sum(quantity) as quantity from (
    select computation, since as seq, effective_date, dimensions, key, quantity from contribution
    union all
    select computation, until, effective_date, dimensions, key, -quantity from contribution where until is not null
  ) as moved where ${chosen} and ${filledSql}
  group by computation, seq, effective_date, dimensions, key having sum(quantity) <> 0`;

/** Loans that had the id of another before it. */
export const formerSql = `former as materialized (
  select subject, jsonb_agg(jsonb_build_object('dimensions', dimensions, 'loan', loan, 'upTo', next) order by begun) as loans
  from beginning where next is not null and loan is not null and (until is null or reversed) group by subject
)`;

/** With `former` before it: what subjects are counted under, as they stood last; and those that had their id before. */
export const expectedSubjectsSql = `
  select subject, jsonb_build_object('dimensions', dimensions, 'loan', loan, 'former', coalesce(loans, '[]')) as state
  from beginning left join former using (subject) where next is null and (until is null or reversed)`;

/** What is said of each report for one measure, where that is something new; of one that counts no longer, what it said before. */
const reportedSql = (measure: ComputedMeasure): string => {
  const { data, computation } = measure;
  const quantities = data.sources.map((source) => quantitySql(source, data.unit)).join(' + ');
  const value = `case when not gone and data->>'unit' = ${literal(data.unit)} and ${filterSql(data.filter)} then
    jsonb_build_object('institution', institution, 'scope', coalesce(data->>'scope', ''), 'asAt', (data->>'asAt')::date,
      'effectiveDate', effective_date, 'quantity', ${quantities}) end`;
  return `select ${computation}::bigint as computation, seq as report, since as seq,
      coalesce(value, before || '{"quantity": null}') as content
    from (
      select *, lag(value) over (partition by seq order by since) as before
      from (
        select seq, since, ${value} as value from report
        where data->>'indicator' = ${literal(data.code)}
      ) as valued
    ) as compared where value is distinct from before`;
};

/** Values reported under each indicator. */
export const expectedValuesSql = (measures: readonly ComputedMeasure[]): string => {
  const reported = measures.filter(({ data }) => data.op === 'LATEST_SUM').map(reportedSql);
  return reported.length === 0
    ? `select computation, report, seq, null::jsonb as content from indicator_value where false`
    : `with report as (
        select seq, since, institution, effective_date, data, gone, jsonb_build_object('type', type, 'institution', institution,
          'effectiveDate', effective_date, 'data', data, 'loan', null,
          'dimensions', jsonb_build_object('institution', institution)) as doc
        from (
          select said.*, false as gone from said where type = 'IndicatorReported'
          union all
          select seq, stream, type, institution, effective_date, data, until, null, false, true
          from said where type = 'IndicatorReported' and reversed
        ) as reports
      ) select * from (${reported.join('\nunion all\n')}) as moved where ${filledSql}`;
};

// Of a slice, the facts that its rows follow from: all of the loans and disbursements that it touches, or of the reports. Each step
// finds what it needs by an index, so that it costs the same in a log of any length.

/** Seqs after the first and up to the second, as SQL; null: the beginning, or no end. */
export const within = (column: string, after: string | null, upTo: string | null): string =>
  [
    ...(after === null ? [] : [`${column} > ${Number(after)}`]),
    ...(upTo === null ? [] : [`${column} <= ${Number(upTo)}`]),
    'true',
  ].join(' and ');

/** Facts of a block, up to the checkpoint. */
export const blockSql = (after: string | null, upTo: string | null): string => `block as materialized (
  select * from facts where ${within('seq', after, upTo)} and seq <= ${checkedSeqSql(`'targets'`)} and ${isAppliedSql(`'targets'`)}
)`;

/** Loans and disbursements that facts in `block` bear on, by the names that their subjects have. */
export const touchedByFactsSql = `touched as materialized (
  select distinct subject from (${byClaimedLoan.ofFacts} union all ${byDisbursement.ofFacts}) bears
)`;

/** With `touched` before it: all facts of these loans and disbursements, with what the arbiter settled of the loans, as `source_fact_of`. */
export const subjectFactsSql = `loan_fact as materialized (
  select found.* from touched cross join lateral (select * from facts where facts.stream = touched.subject offset 0) found
  where position('/' in touched.subject) = 0
), borrower_stream as materialized (
  select distinct 'borrower-' || id as stream
  from loan_fact cross join lateral (values (data->'borrower'->>'id'), (data->'replacement'->'borrower'->>'id')) as named (id)
  where id is not null
), settled_fact as materialized (
  select settled.* from borrower_stream cross join lateral (
    select * from facts where facts.stream = borrower_stream.stream and type in ${settlingTypes} offset 0) settled
  where 'loan-' || institution || '-' || (data->>'loanId') in (select subject from touched)
), touched_disbursement as (
  select subject from touched where position('/' in subject) > 0
), disbursement_fact as materialized (${factsOfDisbursementsSql('touched_disbursement')}
), sliced_fact as materialized (
  select * from loan_fact union all select * from settled_fact
  union all select * from disbursement_fact union all (${changesOfSql('disbursement_fact')})
)`;

/** The reports of a block, and those that a change in it is of: with all that changed them since. */
export const reportFactsSql = `report_fact as materialized (
  select * from block where type = 'IndicatorReported'
), sliced_fact as materialized (
  select * from report_fact union all (${changesOfSql('report_fact')})
)`;

/** Facts that define programmes, targets, measures and calendars stand in few streams, found by their names. */
export const definitionFactsSql = `(
  select found.* from (values ('programme-'), ('measure-'), ('calendar-')) as named (prefix) cross join lateral (
    select * from facts where stream >= named.prefix and stream < named.prefix || chr(127) offset 0) found)`;
