import { once } from 'node:events';
import type pg from 'pg';

/* COPY FROM STDIN over the protocol messages of the driver: rows are streamed, with back-pressure from the connection. */

export type Cell = string | number | boolean | null | readonly string[];

const elementText = (element: string): string => `"${element.replaceAll(/[\\"]/g, '\\$&')}"`;

/** A cell in the text format of its column's type. */
export const textOf = (cell: Cell): string | null => {
  if (cell === null || typeof cell === 'string') return cell;
  return Array.isArray(cell) ? `{${cell.map(elementText).join()}}` : String(cell);
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell in the text format of COPY. */
const copiedText = (cell: Cell): string => {
  const text = textOf(cell);
  if (text === null) return '\\N';
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? '')
    : text;
};

/** Characters of one message. */
const chunkLength = 65_536;

function* chunksOf(rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += `${row.map(copiedText).join('\t')}\n`;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** Internal methods of the driver, which has no public interface for COPY. */
interface CopyConnection {
  readonly stream: NodeJS.EventEmitter & { readonly writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** A query object for the driver: sends the statement, and the rows once the server asks for them. */
class Copy {
  /** The driver wraps this function to end the query's timeout. */
  callback: (error: Error | null) => void;
  private isOver = false;

  constructor(
    private readonly text: string,
    private readonly rows: Iterable<readonly Cell[]>,
    settled: (error: Error | null) => void,
  ) {
    this.callback = settled;
  }

  submit(connection: CopyConnection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.send(connection);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.end(null);
  }

  handleError(error: Error): void {
    this.end(error);
  }

  private end(error: Error | null): void {
    this.isOver = true;
    this.callback(error);
  }

  private async send(connection: CopyConnection): Promise<void> {
    try {
      for (const chunk of chunksOf(this.rows)) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
        if (this.isOver) return;
      }
      connection.endCopyFrom();
    } catch (error) {
      connection.sendCopyFail('the rows cannot be made');
      this.end(error as Error);
    }
  }
}

/** Inserts rows, all or none. @throws where a row exists already */
export const copyRows = (
  connection: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> =>
  new Promise((copied, failed) => {
    const text = `copy ${table} (${columns.join(', ')}) from stdin`;
    const copy = new Copy(text, rows, (error) => (error ? failed(error) : copied()));
    connection.query(copy as unknown as pg.Submittable);
  });
