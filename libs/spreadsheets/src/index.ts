export { type Column, columnsOf, columnsWithNames, lastMemberOf, type NamesOfColumns } from './columns.js';
export { byteOrderMark, csvHead, csvLine, csvRows } from './csv.js';
export { workbookOf } from './workbook.js';
