import { z } from 'zod';
import { decimal, money } from '#contract';

/*
 * Lays out a list as a table. Each scalar member of an item has a column, named by its path, as `borrower.id`. A list of scalars is one
 * cell, joined by `;`. Other members (lists of objects, members that differ by type) are one cell of JSON.
 */

/** Numbers are written as numbers, so that a spreadsheet can sum them. */
type CellKind = 'text' | 'number' | 'list' | 'json';

export interface Column {
  readonly path: readonly string[];
  readonly kind: CellKind;
  /** Then the column has what the code in this place is called; nothing where that is not known. */
  readonly nameOfCode?: NameOfCode;
}

type NameOfCode = (code: string) => string | undefined;

/** By the last member of a column's path: what the codes in it are called. */
export type NamesOfColumns = Readonly<Record<string, NameOfCode | undefined>>;

type Cell = string | number | boolean | null;

/** The part of JSON Schema that is read here. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const numeric = new Set(['number', 'integer']);
const decimals = new Set([money, decimal].map((shape) => (z.toJSONSchema(shape) as Schema).pattern));

const isNumber = ({ type, pattern }: Schema): boolean =>
  (typeof type === 'string' && numeric.has(type)) || (pattern !== undefined && decimals.has(pattern));

/** The alternatives of a schema other than `null`, with references resolved. */
const alternatives = (schema: Schema, named: Schema['$defs'] = {}): readonly Schema[] => {
  if (schema.$ref !== undefined) return alternatives(named[schema.$ref.replace('#/$defs/', '')] ?? {}, named);
  if (schema.anyOf) return schema.anyOf.flatMap((each) => alternatives(each, named));
  return schema.type === 'null' ? [] : [schema];
};

const membersOf = ({ properties, propertyNames }: Schema): readonly (readonly [string, Schema])[] =>
  properties ? Object.entries(properties) : (propertyNames?.enum ?? []).map((name) => [name, {}] as const);

const columnsAt = (path: readonly string[], schema: Schema, named: Schema['$defs']): readonly Column[] => {
  const kinds = alternatives(schema, named);
  const members = kinds.flatMap(membersOf);
  if (members.length > 0)
    return members.flatMap(([name, member]) => columnsAt([...path, name], member, named));
  if (kinds.length > 0 && kinds.every(isNumber)) return [{ path, kind: 'number' }];
  if (kinds.some(({ type }) => type === 'object')) return [{ path, kind: 'json' }];
  if (kinds.some(({ type }) => type === 'array'))
    return [{ path, kind: kinds.every((each) => isPlainList(each, named)) ? 'list' : 'json' }];
  return [{ path, kind: 'text' }];
};

const isPlainList = ({ items = {} }: Schema, named: Schema['$defs']): boolean =>
  alternatives(items, named).every(({ type }) => type !== 'object' && type !== 'array');

/** `borrower.district`, and beside it `borrower.districtName`. */
export const nameOf = ({ path, nameOfCode }: Column): string =>
  `${path.join('.')}${nameOfCode === undefined ? '' : 'Name'}`;

export const lastMemberOf = ({ path }: Column): string => path.at(-1) ?? '';

/** The same columns, with the name beside each code that has one. */
export const columnsWithNames = (columns: readonly Column[], names: NamesOfColumns): readonly Column[] =>
  columns.flatMap((column) => {
    const nameOfCode = column.kind === 'text' ? names[lastMemberOf(column)] : undefined;
    return nameOfCode === undefined ? [column] : [column, { ...column, nameOfCode }];
  });

/** The columns in the order of the shape; a member of several alternatives has one column. */
export const columnsOf = (item: z.ZodType): readonly Column[] => {
  const schema = z.toJSONSchema(item, { io: 'output', unrepresentable: 'any' }) as Schema;
  return [
    ...new Map(
      columnsAt([], schema, schema.$defs).map((column) => [nameOf(column), column] as const),
    ).values(),
  ];
};

const valueAt = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    item,
  );

/** The cell of an item in a column; null where the item lacks the member. */
export const cellOf = (item: unknown, { path, kind, nameOfCode }: Column): Cell => {
  const value = valueAt(item, path);
  if (value === undefined || value === null) return null;
  if (nameOfCode) return nameOfCode(String(value)) ?? null;
  if (Array.isArray(value) && kind === 'list') return value.join(';');
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
};

/** Spreadsheets run text with such a beginning as a formula (CSV injection); some do so for the full-width forms too. */
const formulaBeginning = /^[=+\-@\t\r＝＋－＠]/;

export const looksLikeFormula = (text: string): boolean => formulaBeginning.test(text);

/** Prefixes an apostrophe to text that a spreadsheet would run as a formula. */
const inert = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A number in a column of numbers. It needs no apostrophe, even if negative: spreadsheets read it as a number, and as text it would be left
 * out of sums.
 */
const plainNumber = /^-?\d+(\.\d+)?$/;

const written = (cell: Cell, isNumber: boolean): string => {
  if (typeof cell !== 'string') return quoted(String(cell ?? ''));
  return quoted(isNumber && plainNumber.test(cell) ? cell : inert(cell));
};

/** A line of CSV (RFC 4180). */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => written(cell, false)).join()}\r\n`;

/** By this byte-order mark Excel recognises UTF-8. */
export const byteOrderMark = '\ufeff';

/** The header line. */
export const csvHead = (columns: readonly Column[]): string => byteOrderMark + csvLine(columns.map(nameOf));

export const csvRows = (columns: readonly Column[], items: readonly unknown[]): string =>
  items
    .map(
      (item) =>
        `${columns.map((column) => written(cellOf(item, column), column.kind === 'number')).join()}\r\n`,
    )
    .join('');
