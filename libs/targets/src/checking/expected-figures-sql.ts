import type { MeasureData } from '#facts';
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
const laterFacts = [
  ...['LoanRenewed', 'LoanExtended', 'LoanRepaid', 'LoanReclassified', 'LoanWrittenOff', 'LoanCancelled'],
  ...['FirstTimeClaimed', 'BailoutReturned'],
];
const ofSubjects = [...beginnings, ...laterFacts, ...derived];

/** Facts up to the checkpoint. */
export const toldSql = `told as (
  select seq, stream, type, institution, effective_date, data::jsonb as data from facts
  where seq <= (select seq from projection_checkpoints where name = 'targets')
)`;

/**
 * Facts of loans and disbursements with what surrounds them: the first fact of their subject says who borrowed, and where. `ended`
 * is the seq at which a cancellation took the fact back; what the arbiter derived stands in another stream and stays.
 */
const documentsSql = `of_subject as (
  select told.*, case
      when type in (${list(derived)}) then 'loan-' || institution || '-' || (data->>'loanId')
      when type in ('BailoutDisbursed', 'BailoutReturned') then stream || '/' || (data->>'disbursementId')
      else stream end as subject
  from told where type in (${list(ofSubjects)})
), begun as (
  select distinct on (subject) subject, institution, data, data->'borrower' as borrower
  from of_subject where type in (${list(beginnings)}) order by subject, seq
), cancelled as (
  select stream, min(seq) as seq from told where type = 'LoanCancelled' group by stream
), document as (
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

const nothing = 'select null::bigint, null::text, null::numeric where false';

/** What each fact adds to each measure. */
const contributionsSql = (measures: readonly ComputedMeasure[]): string => {
  const sources = measures
    .filter(({ complete, data }) => complete && data.op !== 'GROWTH' && data.op !== 'LATEST_SUM')
    .flatMap((measure) =>
      measure.data.sources.map((source) => {
        const { data, computation } = measure;
        const key = keySql(data.distinct);
        return `select ${computation}::bigint, ${key}, ${quantitySql(source, data.unit)}
          where type = ${literal(source.fact)} and ${counted(measure)} and ${filterSql(data.filter)}
          ${data.distinct === null ? '' : `and ${key} is not null`}`;
      }),
    );
  return `contribution as materialized (
    select document.seq, subject, ended, stands, effective_date, doc->'dimensions' as dimensions, computation, key, quantity
    from document cross join lateral (${[nothing, ...sources].join('\nunion all\n')}) as added (computation, key, quantity)
  )`;
};

/** With `told` before it: `contribution`, what each fact adds to each measure, and `document`, the facts with their subjects. */
export const figuresSql = (measures: readonly ComputedMeasure[]): string =>
  `${toldSql}, ${documentsSql}, ${contributionsSql(measures)}`;

/** Quantities by fact, day, dimensions and key: what was added, and what a cancellation took back. */
export const expectedDeltasSql = `
  select computation, seq, effective_date, dimensions, key, sum(quantity) as quantity from (
    select computation, seq, effective_date, dimensions, key, quantity from contribution
    union all
    select computation, ended, effective_date, dimensions, key, -quantity from contribution where ended is not null
  ) as moved group by computation, seq, effective_date, dimensions, key having sum(quantity) <> 0`;

/** Subjects with what stands of them, in one order. */
export const expectedSubjectsSql = `
  select subject, jsonb_build_object('dimensions', doc->'dimensions', 'loan', doc->'loan', 'standing', coalesce((
      select jsonb_agg(jsonb_build_array(computation, effective_date, key, quantity::text)
        order by computation, effective_date, key)
      from standing where standing.subject = document.subject), '[]')) as state
  from document where type in (${list(beginnings)})`;

export const standingSql = `standing as (
  select subject, computation, effective_date, key, sum(quantity) as quantity from contribution
  where ended is null and stands
  group by subject, computation, effective_date, key having sum(quantity) <> 0
)`;

/** Values reported under each indicator. */
export const expectedValuesSql = (measures: readonly ComputedMeasure[]): string => {
  const reported = measures
    .filter(({ complete, data }) => complete && data.op === 'LATEST_SUM')
    .map((measure) => {
      const { data, computation } = measure;
      const quantities = data.sources.map((source) => quantitySql(source, data.unit)).join(' + ');
      return `select ${computation}::bigint as computation, institution, coalesce(data->>'scope', '') as scope,
          (data->>'asAt')::date as as_at, seq, effective_date, ${quantities} as quantity
        from report where data->>'indicator' = ${literal(data.code)} and data->>'unit' = ${literal(data.unit)}
          and ${counted(measure)} and ${filterSql(data.filter)}`;
    });
  return reported.length === 0
    ? `select * from indicator_value where false`
    : `with report as (
        select told.*, jsonb_build_object('type', type, 'institution', institution, 'effectiveDate', effective_date,
          'data', data, 'loan', null, 'dimensions', jsonb_build_object('institution', institution)) as doc
        from told where type = 'IndicatorReported'
      ) ${reported.join('\nunion all\n')}`;
};

/** First seq of each source of measures. */
export const expectedSourcesSql = `
  select type || case when type = 'IndicatorReported' then '/' || (data->>'indicator') else '' end as type, min(seq) as first_seq
  from told where type in (${list([...ofSubjects, 'IndicatorReported'])}) group by 1`;
