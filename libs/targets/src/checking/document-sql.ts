import type { FilterExpression, MeasureSource } from '#facts';

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
