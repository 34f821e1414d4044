import { z } from 'zod';
import { dataSchemas, type ReportType, reportTypes } from '#reports';

/*
 * A line of a CSV file is a report of one type: its columns are the members of the report that differ from line to line, named by the
 * schema of its data. A member of an object has the object's name before it, as `borrower.id`.
 */

/** What a correction puts in the place of a report is a whole report, and has no columns. */
export const csvTypes: readonly ReportType[] = reportTypes.filter((type) => type !== 'event.corrected');

export interface Column {
  readonly name: string;
  readonly isRequired: boolean;
  /** How a cell becomes a value: as it stands, as a whole number, or as a list joined by `;`. */
  readonly holds: 'text' | 'integer' | 'list';
  /** Where the value stands in the report. */
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

/** No member of any report: the schema refuses it. */
const beyond = 'cell beyond the last column';

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
  // Something stands where no column is: of this line alone nobody can say what was meant.
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) put(report, ['data', beyond], true);
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

/** By column; what is here stands in the example of every type that has the column, unless the type has its own. */
const examples: Readonly<Record<string, string>> = {
  time: '2024-05-06T10:15:00+08:00',
  effectiveDate: '2024-05-06',
  'borrower.idType': 'USCC',
  'borrower.id': '91310000132260250X',
  'borrower.kind': 'ENTERPRISE',
  'borrower.size': 'SMALL',
  'borrower.district': '310115',
  'borrower.industry': 'C13',
  'borrower.name': '上海示例有限公司',
  principal: '1200000.00',
  outstandingPrincipal: '1200000.00',
  amount: '100000.00',
  renewedAmount: '1200000.00',
  topUpAmount: '0.00',
  overduePrincipal: '0.00',
  overdueInterest: '0.00',
  startDate: '2023-05-08',
  legStartDate: '2023-05-08',
  maturityDate: '2025-05-05',
  newMaturityDate: '2025-05-05',
  signedDate: '2024-05-06',
  enquiryDate: '2024-05-06',
  enquirySerialHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  product: 'WORKING_CAPITAL',
  guarantee: 'CREDIT',
  classification: 'NORMAL',
  mode: 'NEW_CONTRACT',
  rateBp: '380',
  renewalCount: '0',
  renewalNo: '1',
  tags: 'INCLUSIVE;TECHNOLOGY',
  noteNo: 'N-2024-0001',
  newNoteNo: 'N-2024-0002',
  repaymentNo: 'R-2024-0001',
  drawdownTime: '10:15:00',
  programme: 'RELIEF-2024',
  kind: 'RELIEF_LOAN',
  loanId: 'L-2024-0001',
  reason: 'entered twice',
  value: '1000000.00',
  unit: 'CNY',
  asAt: '2024-05-06',
  scope: 'head office',
};

const subjects: Partial<Record<ReportType, string>> = {
  'bailout.disbursed': 'D-2024-0001',
  'bailout.returned': 'D-2024-0001',
  'indicator.reported': 'pension-premium',
};

/** Another one of each type, since one report has one id for ever. */
const exampleId = (type: ReportType): string =>
  `2024-05-06-${String(reportTypes.indexOf(type) + 1).padStart(6, '0')}`;

const exampleOf = (type: ReportType, { name }: Column): string => {
  if (name === 'id') return exampleId(type);
  // What is reversed is a report, by its id.
  if (name === 'subject' && type === 'event.reversed') return exampleId('loan.repaid');
  if (name === 'subject') return subjects[type] ?? 'L-2024-0001';
  if (name === 'reason' && type === 'event.reversed') return 'it was of another loan';
  return examples[name] ?? '';
};

/** The first line of a file of this type, and one line as an example; with a byte-order mark, by which Excel knows UTF-8. */
export const csvTemplate = (type: ReportType): string => {
  const columns = columnsOf(type);
  const line = (cells: readonly string[]): string => `${cells.join()}\r\n`;
  return `\ufeff${line(columns.map(({ name }) => name))}${line(columns.map((column) => exampleOf(type, column)))}`;
};
