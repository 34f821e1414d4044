import { checkedSeqSql } from '#projections';
import type { MeasureData, MeasureSource } from '#facts';
import { filterSql, keySql, literal, quantitySql } from './document-sql.js';

// How the rows of figures follow from the facts, said in SQL over the facts as JSON.

/** A measure while it computed the same. */
export interface ComputedMeasure {
  readonly computation: number;
  /** Seq from which on it computes something else; null while it does not. */
  readonly until: number | null;
  readonly complete: boolean;
  readonly data: MeasureData;
}

const list = (words: readonly string[]): string => words.map(literal).join(', ');

const beginnings = ['LoanOpened', 'LoanIssued', 'BailoutDisbursed'];
const derived = ['FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked'];
const laterFacts =
  'LoanRenewed LoanExtended LoanRepaid LoanReclassified LoanWrittenOff LoanCancelled FirstTimeClaimed BailoutReturned'.split(
    ' ',
  );
const ofSubjects = [...beginnings, ...laterFacts, ...derived];

/** Facts up to the checkpoint. */
export const checkedFactsSql = `checked_fact as (
  select seq, stream, type, institution, effective_date, data::jsonb as data from facts
  where seq <= ${checkedSeqSql("'targets'")}
)`;

/**
 * Facts of loans and disbursements with what surrounds them: the first fact of their subject says who borrowed, and where. `ended`
 * is the seq at which a cancellation took the fact back; what the arbiter derived stands in another stream and stays.
 */
const documentsSql = `of_subject as (
  select checked_fact.*, case
      when type in (${list(derived)}) then 'loan-' || institution || '-' || (data->>'loanId')
      when type in ('BailoutDisbursed', 'BailoutReturned') then stream || '/' || (data->>'disbursementId')
      else stream end as subject
  from checked_fact where type in (${list(ofSubjects)})
), begun as (
  select distinct on (subject) subject, institution, data, data->'borrower' as borrower
  from of_subject where type in (${list(beginnings)}) order by subject, seq
), cancelled as (
  select stream, min(seq) as seq from checked_fact where type = 'LoanCancelled' group by stream
), document as materialized (
  select fact.seq, fact.type, subject, fact.effective_date, cancelled.seq as ended,
    fact.type not in (${list(derived)}) as stands, jsonb_build_object(
      'type', fact.type, 'institution', fact.institution, 'effectiveDate', fact.effective_date, 'data', fact.data,
      'loan', case when begun.data ? 'product' then jsonb_build_object(
        'tags', begun.data->'tags', 'product', begun.data->'product', 'borrowerKey', borrower->'id') end,
      'dimensions', jsonb_build_object(
        'institution', begun.institution, 'district', borrower->'district', 'industry', borrower->'industry',
        'size', borrower->'size', 'bailoutProgramme', begun.data->'programme', 'kind', borrower->'kind')) as doc
  from of_subject fact join begun using (subject)
  left join cancelled on cancelled.stream = fact.stream and cancelled.seq > fact.seq
  where fact.type <> 'LoanCancelled'
)`;

const counted = ({ computation, until }: ComputedMeasure): string =>
  `seq > ${computation}${until === null ? '' : ` and seq < ${until}`}`;

/** What one source of one measure makes of a fact: the measure, the key, the quantity, and whether it counts at all. */
const addedSql = (measure: ComputedMeasure, source: MeasureSource): string => {
  const { data, computation, until } = measure;
  const key = keySql(data.distinct);
  const keyed = data.distinct === null ? '' : ` and ${key} is not null`;
  const counts = `${counted(measure)} and ${filterSql(data.filter)}${keyed}`;
  return `(${computation}::bigint, ${key}, ${quantitySql(source, data.unit)}, ${counts}, ${until}::bigint)`;
};

/** What each fact adds to each measure; for each type of fact, only the measures made of it are asked. */
const contributionsSql = (measures: readonly ComputedMeasure[]): string => {
  const added = new Map<string, string[]>();
  for (const measure of measures) {
    const { complete, data } = measure;
    if (!complete || data.op === 'GROWTH' || data.op === 'LATEST_SUM') continue;
    for (const source of data.sources)
      added.set(source.fact, [...(added.get(source.fact) ?? []), addedSql(measure, source)]);
  }
  const columns = `seq, subject, ended, stands, effective_date, doc->'dimensions' as dimensions`;
  const nothing = `select ${columns}, null::bigint as computation, null::text as key, null::numeric as quantity,
      null::bigint as until from document where false`;
  const ofTypes = [...added].map(
    ([type, sources]) => `select ${columns}, computation, key, quantity, until
      from document cross join lateral (values ${sources.join(', ')}) as added (computation, key, quantity, counts, until)
      where type = ${literal(type)} and counts`,
  );
  return `contribution as materialized (${[nothing, ...ofTypes].join(' union all ')})`;
};

/** With `checked_fact` before it: `contribution`, what each fact adds to each measure, and `document`, the facts with their subjects. */
export const figuresSql = (measures: readonly ComputedMeasure[]): string =>
  `${checkedFactsSql}, ${documentsSql}, ${contributionsSql(measures)}`;

/** Quantities by fact, day, dimensions and key: what was added, and what a cancellation took back of what is still computed so. */
export const expectedDeltasSql = `
  select computation, seq, effective_date, dimensions, key, sum(quantity) as quantity from (
    select computation, seq, effective_date, dimensions, key, quantity from contribution
    union all
    select computation, ended, effective_date, dimensions, key, -quantity from contribution
    where ended is not null and (until is null or ended < until)
  ) as moved group by computation, seq, effective_date, dimensions, key having sum(quantity) <> 0`;

/** What stands of each subject, in one order. */
export const activeSql = `cell as (
  select subject, computation, effective_date, key, sum(quantity) as quantity from contribution
  where ended is null and stands
  group by subject, computation, effective_date, key having sum(quantity) <> 0
), standing as (
  select subject, jsonb_agg(jsonb_build_array(computation, effective_date, key, quantity::text)
    order by computation, effective_date, key) as cells
  from cell group by subject
)`;

/** With `standing` before it: subjects as their first fact describes them, with what stands of them. */
export const expectedSubjectsSql = `
  select subject, jsonb_build_object(
    'dimensions', doc->'dimensions', 'loan', doc->'loan', 'standing', coalesce(cells, '[]')) as state
  from document left join standing using (subject) where type in (${list(beginnings)})`;

/** Values reported under each indicator. */
export const expectedValuesSql = (measures: readonly ComputedMeasure[]): string => {
  const reported = measures
    .filter(({ complete, data }) => complete && data.op === 'LATEST_SUM')
    .map((measure) => {
      const { data, computation } = measure;
      const quantities = data.sources.map((source) => quantitySql(source, data.unit)).join(' + ');
      return `select ${computation}::bigint as computation, institution, coalesce(data->>'scope', '') as scope,
          (data->>'asAt')::date as as_at, seq as report, seq, effective_date, ${quantities} as quantity
        from report where data->>'indicator' = ${literal(data.code)} and data->>'unit' = ${literal(data.unit)}
          and ${counted(measure)} and ${filterSql(data.filter)}`;
    });
  return reported.length === 0
    ? `select * from indicator_value where false`
    : `with report as (
        select checked_fact.*, jsonb_build_object('type', type, 'institution', institution, 'effectiveDate', effective_date,
          'data', data, 'loan', null, 'dimensions', jsonb_build_object('institution', institution)) as doc
        from checked_fact where type = 'IndicatorReported'
      ) ${reported.join('\nunion all\n')}`;
};

/** First seq of each source of measures. */
export const expectedSourcesSql = `
  select type || case when type = 'IndicatorReported' then '/' || (data->>'indicator') else '' end as type, min(seq) as first_seq
  from checked_fact where type in (${list([...ofSubjects, 'IndicatorReported'])}) group by 1`;
