import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Fact } from '#contract';
import { filterValues } from '#keyset';

/** A fact as its row holds it: `data` and `metadata` as the very text that was recorded, members in their order. */
export interface RecordedFact extends Omit<Fact, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

/** Line breaks between members are no content, those inside texts are escaped. */
const onOneLine = (json: string): string => json.replaceAll(/[\r\n]/g, ' ');

/** One line of NDJSON. What was recorded is not parsed, so that nothing of it can come out otherwise. */
export const factLine = ({ data, metadata, ...members }: RecordedFact): string =>
  `${JSON.stringify(members).slice(0, -1)},"data":${onOneLine(data)},"metadata":${onOneLine(metadata)}}\n`;

/** Which facts; all filters hold together, values of one filter are alternatives. Absent: all. */
interface FactsAsked {
  /** First and last seq, both included. */
  readonly from: number;
  readonly to: number;
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
  readonly institutions?: readonly string[];
}

/** Facts in memory at once, for one reader. */
const pageFacts = 500;

/** Facts that one question looks through at most, however few of them pass the filters. */
const widestWindow = 20_000;

const columns = `seq, recorded_at as "recordedAt", event_id as "eventId", type, stream, revision,
  effective_date as "effectiveDate", institution, data::text as data, metadata::text as metadata`;

type Pages = AsyncGenerator<readonly RecordedFact[], void, undefined>;

/**
 * Along the whole log, a window at a time: facts are never changed, so that no snapshot has to be held open in between. A window
 * is as wide as the facts in it are rare: whatever plan the database makes, it costs no more than looking through it once.
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
 * Along some streams, merged. Within a stream seqs rise with revisions, so that each is read on by its index from where the
 * reader has come, and the rest of the log is not looked through.
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

/** The facts asked for in the order of the log, page by page as they are taken: memory does not depend on how many there are. */
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

/** The facts as they stand in the log as NDJSON, some lines at a time: the next ones are read when they are asked for. */
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

/** Characters that are sent at once, about. */
const partLength = 64 * 1024;

/** Their lines, as many at a time as that. */
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
