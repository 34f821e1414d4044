export { type Column, columnsOf } from './columns.js';
export { byteOrderMark, csvHead, csvLine, csvRows } from './csv.js';
export { workbookOf } from './workbook.js';
