import { type Cell, cellOf, type Column, looksLikeFormula, nameOf } from './columns.js';

/** Shown, and not run: behind an apostrophe where it looks like a formula. */
const inert = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const written = (cell: Cell, isNumber: boolean): string =>
  quoted(typeof cell === 'string' && !isNumber ? inert(cell) : String(cell ?? ''));

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
