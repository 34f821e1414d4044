import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Fact } from '#contract';
import { filterValues } from '#keyset';

/** A fact with `data` and `metadata` as the recorded text, so that the order of members is kept. */
export interface RecordedFact extends Omit<Fact, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

/** JSON on one line: line breaks are only between members, since those inside texts are escaped. */
const onOneLine = (json: string): string => json.replaceAll(/[\r\n]/g, ' ');

/** A fact as a line of NDJSON. The recorded text is not parsed, so that it is given exactly as it is. */
export const factLine = ({ data, metadata, ...members }: RecordedFact): string =>
  `${JSON.stringify(members).slice(0, -1)},"data":${onOneLine(data)},"metadata":${onOneLine(metadata)}}\n`;

/** Filters of facts, combined with and; the values of one filter are alternatives. Absent: no filter. */
interface FactsAsked {
  /** First and last seq, both included. */
  readonly from: number;
  readonly to: number;
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
  readonly institutions?: readonly string[];
}

/** Facts in memory at once, for each reader. */
const pageFacts = 500;

/** Facts that one query scans at most, however few of them pass the filters. */
const widestWindow = 20_000;

const columns = `seq, recorded_at as "recordedAt", event_id as "eventId", type, stream, revision,
  effective_date as "effectiveDate", institution, data::text as data, metadata::text as metadata`;

type Pages = AsyncGenerator<readonly RecordedFact[], void, undefined>;

/**
 * Reads the whole log in windows of seqs. Facts never change, so no snapshot is held between two queries. Windows widen while few facts
 * pass the filters. Each query is bounded by its window, whatever plan the database chooses.
 */
async function* pagesOfTheLog(pool: pg.Pool, { from, to, types, institutions }: FactsAsked): Pages {
  let after = from - 1;
  let width = pageFacts;
  while (after < to) {
    const last = Math.min(after + width, to);
    const { rows } = await pool.query<RecordedFact>(
      `select ${columns} from facts
        where seq > $1 and seq <= $2
          and ($3::text[] is null or type = any($3)) and ($4::text[] is null or institution = any($4))
        order by seq limit $5`,
      [after, last, filterValues(types), filterValues(institutions), pageFacts],
    );
    if (rows.length > 0) yield rows;
    const isFull = rows.length === pageFacts;
    after = isFull ? (rows.at(-1)?.seq ?? last) : last;
    if (isFull) width = Math.max(width / 2, pageFacts);
    else if (rows.length < pageFacts / 2) width = Math.min(width * 2, widestWindow);
  }
}

/**
 * Reads some streams, merged by seq. Within a stream seqs increase with revisions, so each stream is read through its index from the last
 * revision read, and the rest of the log is not scanned.
 */
async function* pagesOfStreams(
  pool: pg.Pool,
  streams: readonly string[],
  { from, to, types, institutions }: FactsAsked,
): Pages {
  const passed = new Map(streams.map((stream) => [stream, -1]));
  let after = from - 1;
  for (;;) {
    const { rows } = await pool.query<RecordedFact>(
      `select found.* from unnest($1::text[], $2::integer[]) as asked (name, passed)
        cross join lateral (
          select ${columns} from facts
           where stream = asked.name and revision > asked.passed and seq > $3 and seq <= $4
             and ($5::text[] is null or type = any($5)) and ($6::text[] is null or institution = any($6))
           order by revision limit $7) found
        order by found.seq limit $7`,
      [
        [...passed.keys()],
        [...passed.values()],
        after,
        to,
        filterValues(types),
        filterValues(institutions),
        pageFacts,
      ],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < pageFacts) return;
    for (const { stream, revision, seq } of rows) {
      passed.set(stream, revision);
      after = seq;
    }
  }
}

/** The facts that match, in the order of the log, page by page as they are consumed, in constant memory. */
const factPages = (pool: pg.Pool, asked: FactsAsked): Pages => {
  const streams = filterValues(asked.streams);
  return streams === null ? pagesOfTheLog(pool, asked) : pagesOfStreams(pool, streams, asked);
};

/** Seq of the last fact; 0 while there is none. */
export class HeadSeqQuery extends Query<number> {}

@QueryHandler(HeadSeqQuery)
export class HeadSeqHandler implements IQueryHandler<HeadSeqQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute(): Promise<number> {
    const { rows } = await this.pool.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from facts');
    return rows[0]?.seq ?? 0;
  }
}

type Lines = AsyncGenerator<string, void, undefined>;

/** The facts that match as NDJSON, some lines at a time, read as they are consumed. */
export class RecordedFactsQuery extends Query<Lines> {
  constructor(readonly asked: FactsAsked) {
    super();
  }
}

@QueryHandler(RecordedFactsQuery)
export class RecordedFactsHandler implements IQueryHandler<RecordedFactsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: RecordedFactsQuery): Promise<Lines> {
    return linesOf(factPages(this.pool, asked));
  }
}

async function* linesOf(pages: Pages): Lines {
  for await (const facts of pages) yield* inParts(facts);
}

/** Approximate length of a part, in characters. */
const partLength = 64 * 1024;

/** The lines of facts, in parts of about `partLength`. */
function* inParts(facts: readonly RecordedFact[]): Generator<string, void, undefined> {
  let part = '';
  for (const fact of facts) {
    part += factLine(fact);
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
