import type { FilterExpression, MeasureSource } from '#facts';
import { checkedSeqSql, isAppliedSql } from '#projections';

// Definitions as SQL over a fact as JSON (`doc`), where the projection compiles them to closures. Constants come out of recorded
// definitions and are written into the text.

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const at = (path: string): string => `doc #> ${literal(`{${path.split('/').slice(1).join(',')}}`)}`;
const textAt = (path: string): string => `doc #>> ${literal(`{${path.split('/').slice(1).join(',')}}`)}`;

const numeral = String.raw`^(0|[1-9]\d{0,14})(\.\d\d)?$`;
const day = String.raw`^\d{4}-\d\d-\d\d$`;

const equals = (path: string, value: string | boolean): string => {
  if (typeof value === 'boolean') return `coalesce(${at(path)} = '${value}'::jsonb, false)`;
  const found = `jsonb_typeof(${at(path)})`;
  return `coalesce(case ${found} when 'array' then jsonb_exists(${at(path)}, ${literal(value)})
    when 'string' then ${textAt(path)} = ${literal(value)} when 'number' then ${textAt(path)} = ${literal(value)} end, false)`;
};

/** Numbers by size, days as days; what has no order compares to nothing. */
const compares = (path: string, operator: '>=' | '<=', value: string): string => {
  const found = textAt(path);
  // What the constant is is settled here: the database would work out a cast of it before it asks.
  const [form, compared] = new RegExp(numeral).test(value)
    ? [numeral, `(${found})::numeric ${operator} ${value}`]
    : [day, `(${found}) collate "C" ${operator} ${literal(value)}`];
  return new RegExp(form).test(value)
    ? `coalesce(jsonb_typeof(${at(path)}) in ('number', 'string') and case when ${found} ~ ${literal(form)} then ${compared} end, false)`
    : 'false';
};

export const filterSql = (filter: FilterExpression | null): string => {
  if (filter === null) return 'true';
  if ('and' in filter) return `(${filter.and.map(filterSql).join(' and ')})`;
  if ('or' in filter) return `(${filter.or.map(filterSql).join(' or ')})`;
  if ('not' in filter) return `(not ${filterSql(filter.not)})`;
  if ('exists' in filter) return `coalesce(jsonb_typeof(${at(filter.exists)}) <> 'null', false)`;
  if ('eq' in filter) return equals(...filter.eq);
  if ('in' in filter) {
    const [path, values] = filter.in;
    return `(${values.map((value) => equals(path, value)).join(' or ')})`;
  }
  if ('gte' in filter) return compares(filter.gte[0], '>=', filter.gte[1]);
  return compares(filter.lte[0], '<=', filter.lte[1]);
};

/** Fen, or pieces. */
export const quantitySql = ({ sign, quantity }: MeasureSource, unit: string): string =>
  quantity === null
    ? `${sign}::numeric`
    : `(coalesce((${textAt(quantity)})::numeric, 0) * ${unit === 'CNY' ? 100 * sign : sign})::numeric(24, 0)`;

export const keySql = (distinct: string | null): string =>
  distinct === null
    ? 'null::text'
    : `case jsonb_typeof(${at(distinct)}) when 'string' then ${textAt(distinct)} end`;

// The facts that figures are computed from, as JSON documents with their context, and the range of seqs in which each was in force.

const list = (words: readonly string[]): string => words.map(literal).join(', ');

const beginnings = ['LoanOpened', 'LoanIssued', 'BailoutDisbursed'];
const derived = ['FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked'];
const laterFacts =
  'LoanRenewed LoanExtended LoanRepaid LoanReclassified LoanWrittenOff LoanCancelled FirstTimeClaimed BailoutReturned'.split(
    ' ',
  );
const ofSubjects = [...beginnings, ...laterFacts, ...derived];

/** Those of some facts that are applied up to the checkpoint; `source`: rows of `facts`. */
export const checkedFactsSql = (source: string): string => `checked_fact as (
  select seq, stream, revision, type, institution, effective_date, data::jsonb as data from ${source} facts
  where seq <= ${checkedSeqSql("'targets'")} and ${isAppliedSql("'targets'")}
)`;

/**
 * The versions of each fact, each with the range of seqs in which it was in force: as recorded, then as corrected each time.
 * `reversed`: with `until` it is gone.
 */
export const saidSql = `change as materialized (
  select seq, stream, (data->'corrects'->>'revision')::integer as revision, type = 'FactReversed' as reverses,
    data->'replacement' as replacement
  from checked_fact where type in ('FactCorrected', 'FactReversed')
), followed as materialized (
  select *, lead(seq) over of_fact as until, coalesce(lead(reverses) over of_fact, false) as reversed,
    row_number() over of_fact as no
  from change window of_fact as (partition by stream, revision order by seq)
), said as not materialized (
  select fact.seq, stream, fact.type, institution, fact.effective_date, fact.data, fact.seq as since, first.seq as until,
    coalesce(first.reverses, false) as reversed
  from checked_fact fact left join (select * from followed where no = 1) as first using (stream, revision)
  where fact.type in (${list([...ofSubjects, 'IndicatorReported'])})
  union all
  select fact.seq, stream, fact.type, institution, (replacement->>'effectiveDate')::date, replacement - 'effectiveDate',
    followed.seq, followed.until, followed.reversed
  from followed join checked_fact fact using (stream, revision) where not reverses
)`;

/**
 * Facts of loans and disbursements with what surrounds them: the first fact of their subject says who borrowed, and where. A subject
 * begins anew where one that was reversed had its id before; what the arbiter derived is of the one that there was at its cause, as that
 * stood last, and no cancellation takes it back. `sign` is below zero while a loan is cancelled.
 */
export const documentsSql = `of_subject as materialized (
  select said.*, type in (${list(derived)}) as settled,
    case when type in (${list(derived)}) then (data->>'causedBy')::bigint else seq end as place, case
      when type in (${list(derived)}) then 'loan-' || institution || '-' || (data->>'loanId')
      when type in ('BailoutDisbursed', 'BailoutReturned') then stream || '/' || (data->>'disbursementId')
      else stream end as subject
  from said where type <> 'IndicatorReported'
), life as materialized (
  select subject, seq as begun, lead(seq) over of_subject as next,
    case when row_number() over of_subject = 1 then 0 else seq end as first_place
  from of_subject where type in (${list(beginnings)}) and since = seq
  window of_subject as (partition by subject order by seq)
), beginning as materialized (
  select life.*, since, until, reversed, institution, data, jsonb_build_object(
      'institution', institution, 'district', data->'borrower'->'district', 'industry', data->'borrower'->'industry',
      'size', data->'borrower'->'size', 'bailoutProgramme', data->'programme', 'kind', data->'borrower'->'kind') as dimensions,
    case when data ? 'product' then jsonb_build_object(
      'tags', data->'tags', 'product', data->'product', 'borrowerKey', data->'borrower'->'id') end as loan
  from life join of_subject using (subject) where of_subject.seq = life.begun
), standing_fact as (
  select fact.seq, fact.type, fact.settled, subject, begun, fact.effective_date,
    greatest(fact.since, beginning.since) as since,
    least(fact.until, case when not (fact.settled and beginning.reversed) then beginning.until end) as until,
    jsonb_build_object(
      'type', fact.type, 'institution', fact.institution, 'effectiveDate', fact.effective_date, 'loan', loan, 'dimensions', dimensions,
      'data', case when fact.type = 'BailoutReturned' then fact.data || jsonb_build_object('kind', beginning.data->'kind')
        else fact.data end) as doc
  from of_subject fact join beginning using (subject)
  where fact.place >= first_place and (next is null or fact.place < next) and fact.type <> 'LoanCancelled'
), cancelled as materialized (
  select subject, seq, since, until from of_subject where type = 'LoanCancelled'
), document as materialized (
  select standing_fact.*, 1 as sign from standing_fact where until is null or since < until
  union all
  select fact.seq, fact.type, fact.settled, subject, begun, fact.effective_date, greatest(fact.since, cancelled.since),
    least(fact.until, cancelled.until), doc, -1
  from standing_fact fact join cancelled using (subject)
  where not fact.settled and cancelled.seq > fact.seq
    and greatest(fact.since, cancelled.since) < coalesce(least(fact.until, cancelled.until), 9e18)
)`;

/** First seq of each source of measures in `block`. */
export const sourcesSql = `
  select type || case when type = 'IndicatorReported' then '/' || (data->>'indicator') else '' end as type, min(seq) as first_seq
  from block where type in (${list([...ofSubjects, 'IndicatorReported'])}) group by 1`;
