import { z } from 'zod';
import { cellBeyond, dataSchemas, type ReportType, reportTypes } from '#reports';

/*
 * A line of a CSV file is a report of one type: its columns are the members of the report that differ from line to line, named by the
 * schema of its data. A member of an object has the object's name before it, as `borrower.id`.
 */

/** What a correction puts in the place of a report is a whole report, and has no columns. */
export const csvTypes: readonly ReportType[] = reportTypes.filter((type) => type !== 'event.corrected');

export interface Column {
  readonly name: string;
  readonly isRequired: boolean;
  /** How a cell becomes a value: unchanged, as a whole number, or as a list joined by `;`. */
  readonly holds: 'text' | 'integer' | 'list';
  /** The place of the value in the report. */
  readonly path: readonly string[];
}

const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodExactOptional ||
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodReadonly
    ? unwrapped(schema.unwrap())
    : schema;

const isOptional = (schema: z.core.$ZodType): boolean => schema._zod.optin === 'optional';

const holdsOf = (schema: z.core.$ZodType): Column['holds'] => {
  if (schema instanceof z.ZodArray) return 'list';
  return schema instanceof z.ZodNumber ? 'integer' : 'text';
};

const columnsIn = (
  schema: z.core.$ZodType,
  path: readonly string[],
  isNeeded: boolean,
): readonly Column[] => {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape).flatMap(([member, part]) => {
      const each = part as z.core.$ZodType;
      return columnsIn(each, [...path, member], isNeeded && !isOptional(each));
    });
  return [{ name: path.slice(1).join('.'), isRequired: isNeeded, holds: holdsOf(inner), path }];
};

const attributes: readonly Column[] = [
  { name: 'id', isRequired: true, holds: 'text', path: ['id'] },
  { name: 'subject', isRequired: true, holds: 'text', path: ['subject'] },
  { name: 'time', isRequired: false, holds: 'text', path: ['time'] },
];

/** In the order of the template. A list may be left out: it is empty then. */
export const columnsOf = (type: ReportType): readonly Column[] => [
  ...attributes,
  ...columnsIn(dataSchemas[type], ['data'], true).map((column) =>
    column.holds === 'list' ? { ...column, isRequired: false } : column,
  ),
];

const wholeNumber = /^-?(0|[1-9]\d{0,14})$/;

/** What is no value of the column stays as it was sent, and is refused by the schema with its place. */
const valueOf = (cell: string, holds: Column['holds']): unknown => {
  if (holds === 'list') return cell === '' ? [] : cell.split(';').map((part) => part.trim());
  return holds === 'integer' && wholeNumber.test(cell) ? Number(cell) : cell;
};

type Members = Record<string, unknown>;

const put = (into: Members, [member = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) into[member] = value;
  else put((into[member] ??= {}) as Members, rest, value);
};

/** The report on a line, as JSON has it. An empty cell, or one left out at the end, is a member that is not there. */
export const reportOfCells = (
  attributesOfAll: { readonly source: string; readonly type: string },
  columns: readonly Column[],
  lists: readonly Column[],
  cells: readonly string[],
): object => {
  const report: Members = { specversion: '1.0', ...attributesOfAll, data: {} };
  for (const { path } of lists) put(report, path, []);
  for (const [at, { path, holds }] of columns.entries()) {
    const cell = (cells[at] ?? '').trim();
    if (cell !== '' || holds === 'list') put(report, path, valueOf(cell, holds));
  }
  // A cell beyond the last column: the line alone does not say which column was meant.
  const beyond = cells.findIndex((cell, at) => at >= columns.length && cell.trim() !== '');
  if (beyond >= 0) put(report, ['data', cellBeyond(columns.length, beyond + 1)], true);
  return report;
};

export interface HeaderFault {
  readonly message: string;
}

/** The columns that a header names, or all that is wrong with it. What is not known is reported by its place, never by its name. */
export const readHeader = (
  type: ReportType,
  cells: readonly string[],
): { readonly columns: readonly Column[] } | { readonly faults: readonly HeaderFault[] } => {
  const known = columnsOf(type);
  const named = cells.map((cell) => known.find(({ name }) => name === cell.trim()));
  const columns = named.filter((column) => column !== undefined);
  const faults = [
    ...named.flatMap((column, at) => (column ? [] : [{ message: `column ${at + 1} is none of this type` }])),
    ...columns.flatMap((column, at) =>
      columns.indexOf(column) === at ? [] : [{ message: `the column ${column.name} is there twice` }],
    ),
    ...known
      .filter((column) => column.isRequired && !columns.includes(column))
      .map(({ name }) => ({ message: `the column ${name} is missing` })),
  ];
  return faults.length === 0 ? { columns } : { faults };
};

const separators = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;

/** Why a first line names no columns, where it is sure; what it holds is not repeated. */
export const otherSeparator = (type: ReportType, firstLine: string): string | undefined => {
  if (/^"?sep=/i.test(firstLine))
    return 'The first line is sep=…, which only Excel knows. Leave it out, so that the first line names the columns.';
  const known = new Set(columnsOf(type).map(({ name }) => name));
  const [, words] =
    Object.entries(separators).find(([separator]) => {
      const parts = firstLine.split(separator).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
      return parts.length > 1 && parts.every((part) => part === '' || known.has(part));
    }) ?? [];
  return words && `The columns are parted by ${words}, not by commas.`;
};
