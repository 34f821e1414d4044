import { type Cell, cellOf, type Column, looksLikeFormula, nameOf } from './columns.js';

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
