import { once } from 'node:events';
import type pg from 'pg';
import type { SequencedFact } from '#facts';

/* `COPY` into the table of facts: the driver has its messages and no interface to them, so this is one. */

interface CopyConnection {
  readonly stream: NodeJS.EventEmitter & { readonly writableNeedDrain: boolean };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** One statement, given its rows once the server asks for them. */
class Copy {
  /** The driver looks for one. */
  readonly callback = undefined;
  readonly done: Promise<void>;
  private settle: { done: () => void; failed: (reason: unknown) => void } | undefined;

  constructor(
    private readonly text: string,
    private readonly chunks: Iterable<Buffer>,
  ) {
    this.done = new Promise((done, failed) => {
      this.settle = { done, failed };
    });
  }

  submit(connection: CopyConnection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.send(connection);
  }

  private async send(connection: CopyConnection): Promise<void> {
    try {
      for (const chunk of this.chunks) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    } catch (error) {
      connection.sendCopyFail('the rows cannot be made');
      this.settle?.failed(error);
    }
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settle?.done();
  }

  handleError(error: unknown): void {
    this.settle?.failed(error);
  }
}

const columns =
  'seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata';

const json = (value: object): string => JSON.stringify(value).replaceAll('\\', '\\\\');

const lineOf = (fact: SequencedFact): string =>
  [
    fact.seq,
    fact.stream,
    fact.revision,
    fact.eventId,
    fact.type,
    fact.effectiveDate ?? '\\N',
    fact.institution ?? '\\N',
    fact.metadata.reportId ?? '\\N',
    fact.recordedAt,
    json(fact.data),
    json(fact.metadata),
  ].join('\t');

function* chunksOf(facts: Iterable<SequencedFact>): Generator<Buffer> {
  let lines: string[] = [];
  for (const fact of facts) {
    lines.push(lineOf(fact), '\n');
    if (lines.length >= 400) {
      yield Buffer.from(lines.join(''));
      lines = [];
    }
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}

/** In one transaction that holds the lock of who appends; into the facts, or into a table like them. */
export const copyFacts = async (
  client: pg.Client,
  facts: Iterable<SequencedFact>,
  table = 'facts',
): Promise<void> => {
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(hashtextextended('xudai facts', 0))`);
  const copy = new Copy(`copy ${table} (${columns}) from stdin`, chunksOf(facts));
  client.query(copy as unknown as pg.Submittable);
  await copy.done;
  await client.query('commit');
};
