import { type Report, withField } from './mended-report.js';

/* A record of a CSV file as the report that the registry reads in it, by the same columns: so that it is mended as any other. */

/** Whether a cell goes on in the next line: quotes stand in pairs (RFC 4180). */
const isOpen = (record: string): boolean => (record.match(/"/g)?.length ?? 0) % 2 === 1;

export const cellsOf = (record: string): readonly string[] =>
  [...`,${record.replace(/\r$/, '')}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain = '']) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim(),
  );

/** Lines of a file as records, each with the line on which it ends, from 1; lines with nothing on them are none. */
export async function* recordsIn(
  lines: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: number; readonly text: string }, void, undefined> {
  let line = 0;
  let begun: string | undefined;
  for await (const each of lines) {
    line += 1;
    const text = begun === undefined ? each : `${begun}\n${each}`;
    begun = isOpen(text) ? text : undefined;
    if (begun === undefined && text.trim() !== '') yield { line, text };
  }
}

const attributes: readonly string[] = ['id', 'subject', 'time'];

const pointerOf = (column: string): string =>
  attributes.includes(column) ? `/${column}` : `/data/${column.replaceAll('.', '/')}`;

interface Record {
  /** Full type of all reports of the file, and who sends them. */
  readonly type: string;
  readonly source: string;
  /** Of the type, as its template names them: a list that the file leaves out is empty. */
  readonly columns: readonly string[];
  readonly header: readonly string[];
  readonly cells: readonly string[];
}

/** An empty cell is a member that is not there. */
export const reportOfRecord = ({ type, source, columns, header, cells }: Record): Report => {
  const empty: Report = {
    specversion: '1.0',
    source,
    type,
    datacontenttype: 'application/json',
    data: columns.includes('tags') ? { tags: [] } : {},
  };
  return header.reduce((report, column, at) => {
    const cell = cells[at] ?? '';
    return cell === '' ? report : withField(report, pointerOf(column), cell);
  }, empty);
};
