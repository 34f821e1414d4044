import type pg from 'pg';
import type { FactMetadata, Position, SequencedFact, StoredFact } from '#facts';
import { type ManyStreams, type ReadStream, FactSequence } from '../event-log.js';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import {
  headSeq,
  pageRows,
  readAfter,
  readBackwards,
  readFirstPages,
  readForwards,
  rowsOf,
  streamsNamed,
} from './facts.table.js';

const lastRevision = 2 ** 31 - 1;

/** Streams in the table of facts: the log itself, or as much of an event store as the sequencer has copied. */
export class StreamsOfFacts implements ManyStreams {
  constructor(private readonly pool: pg.Pool) {}

  async *readStream({
    stream,
    from,
    direction = 'forwards',
    limit = Infinity,
  }: ReadStream): AsyncGenerator<StoredFact> {
    const isForwards = direction === 'forwards';
    let next = from ?? (isForwards ? 0 : lastRevision);
    let left = limit;
    while (left > 0 && next >= 0) {
      const rows = Math.min(left, pageRows);
      const page = await (isForwards ? readForwards : readBackwards)(this.pool, stream, next, rows);
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < rows) return;
      left -= rows;
      next = last.revision + (isForwards ? 1 : -1);
    }
  }

  async readStreams(
    reads: readonly { readonly stream: string; readonly from: number }[],
  ): Promise<readonly (readonly StoredFact[])[]> {
    const firstPages = await readFirstPages(this.pool, reads);
    return Promise.all(firstPages.map((page) => (page.length < pageRows ? page : this.completed(page))));
  }

  /** The rest of a stream that is longer than one page. */
  private async completed(page: readonly StoredFact[]): Promise<readonly StoredFact[]> {
    const facts = [...page];
    const last = page.at(-1);
    if (last)
      for await (const fact of this.readStream({ stream: last.stream, from: last.revision + 1 }))
        facts.push(fact);
    return facts;
  }
}

/** Reads the table of facts, whichever engine fills it. */
export class PostgresFactSequence extends FactSequence {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]> {
    return readAfter(this.pool, seq, limit);
  }

  headSeq(): Promise<number> {
    return headSeq(this.pool);
  }

  streamsNamed(prefix: string): Promise<readonly string[]> {
    return streamsNamed(this.pool, prefix);
  }
}

type Row = readonly [
  place: number,
  stream: string,
  revision: number,
  type: string,
  seq: number,
  metadata: FactMetadata,
];

/** The index of reports is an index on the table of facts: never behind where the log is in PostgreSQL, else as far as the sequencer. */
export class PostgresReportIndex extends ReportIndex {
  constructor(
    private readonly pool: pg.Pool,
    /** Null where the log has positions of its own. */
    private readonly positionOf: (seq: number) => Position | null = String,
  ) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    const rows = await rowsOf(
      this.pool,
      `select place, stream, revision, type, seq, metadata
         from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (sender, id, preferred, place)
        cross join lateral (select stream, revision, type, seq, metadata from facts
                             where institution = sender and report_id = id order by stream is distinct from preferred, seq limit 1) found`,
      [
        asked.map(({ institution }) => findable(institution)),
        asked.map(({ reportId }) => findable(reportId)),
        asked.map(({ preferably }) => findable(preferably ?? '')),
      ],
    );
    const found: (FoundReport | null)[] = asked.map(() => null);
    for (const row of rows) {
      const [place, stream, revision, type, seq, metadata] = row as Row;
      const position = this.positionOf(seq);
      found[place - 1] = { stream, revision, type, seq, position, digest: metadata.reportDigest };
    }
    return found;
  }
}

/** PostgreSQL stores no NUL, so nothing is found under a name with one. */
const findable = (name: string): string | null => (name.includes('\0') ? null : name);
