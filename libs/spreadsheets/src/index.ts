export {
  byteOrderMark,
  type Column,
  columnsOf,
  columnsWithNames,
  csvHead,
  csvLine,
  csvRows,
  lastMemberOf,
  type NamesOfColumns,
} from './columns.js';
export { workbookOf } from './workbook.js';
