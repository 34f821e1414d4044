import { type Cell, cellOf, type Column, looksLikeFormula, nameOf } from './columns.js';

/** Shown, and not run: behind an apostrophe where it looks like a formula. */
const inert = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * In a column of numbers, which are added up there. One below zero begins with a sign that may begin a formula as well, but is none: a
 * spreadsheet reads `-500.00` as the number that it is and has nothing to run, and behind an apostrophe it would be text and left out of sums.
 */
const plainNumber = /^-?\d+(\.\d+)?$/;

const written = (cell: Cell, isNumber: boolean): string => {
  if (typeof cell !== 'string') return quoted(String(cell ?? ''));
  return quoted(isNumber && plainNumber.test(cell) ? cell : inert(cell));
};

/** A line of RFC 4180; `cells` are text but where they are numbers. */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => written(cell, false)).join()}\r\n`;

/** UTF-8 begins with a byte-order mark, by which Excel knows it. */
export const byteOrderMark = '\ufeff';

/** The first line, of names. */
export const csvHead = (columns: readonly Column[]): string => byteOrderMark + csvLine(columns.map(nameOf));

export const csvRows = (columns: readonly Column[], items: readonly unknown[]): string =>
  items
    .map(
      (item) =>
        `${columns.map((column) => written(cellOf(item, column), column.kind === 'number')).join()}\r\n`,
    )
    .join('');
