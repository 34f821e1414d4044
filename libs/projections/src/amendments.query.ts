import type pg from 'pg';
import { textArray } from '#database';
import { type ChangeFact, changeOf, type FactType, type SequencedFact, streams, typesThat } from '#facts';
import { type Amendment, type Amendments, amendmentsIn } from '#history';

/** Columns that make a `SequencedFact`, out of the table or alias of this name. */
export const factColumns = (
  facts: string,
): string => `${facts}.seq, ${facts}.recorded_at as "recordedAt", ${facts}.event_id as "eventId",
  ${facts}.type, ${facts}.stream, ${facts}.revision, ${facts}.effective_date as "effectiveDate", ${facts}.institution, ${facts}.data, ${facts}.metadata`;

/** Facts of one stream up to a seq, for pages as they were at that seq. */
export const streamFacts = async (
  database: Pick<pg.Pool, 'query'>,
  stream: string,
  asOf: number,
): Promise<readonly SequencedFact[]> => {
  const { rows } = await database.query<SequencedFact>(
    `select ${factColumns('facts')}
       from facts
      where stream = $1 and seq <= $2
      order by revision`,
    [stream, asOf],
  );
  return rows;
};

/*
 * Rows follow a correction or reversal by its subject's standing facts before and after it. Both are read from the table of facts, in the
 * transaction that applies it: of a loan its whole stream; of a bailout stream, which may hold a hundred thousand disbursements, only the
 * one disbursement; of an indicator the one report; each with its corrections and reversals.
 */

const columns = factColumns('fact');

/** SQL constants and not parameters: only then does the planner use the partial index on these types. */
const oneOf = (types: readonly FactType[]): string => types.map((type) => `'${type}'`).join(', ');
const ofDisbursements = oneOf(typesThat(({ subject }) => subject === 'disbursement'));
/** Types of corrections and reversals, for `type in (…)`. */
export const changingTypesSql = oneOf(typesThat(({ subject }) => subject === 'fact'));

const none: Amendments = new Map();

/** The amendments of facts that several followers apply. An amendment never changes, so the first follower reads it for all. */
const readBefore = new WeakMap<SequencedFact, Amendment>();

/**
 * Facts of whole streams, each up to a seq. `seq + 0` keeps the planner from combining the index on streams with one on seqs, whose bitmap
 * would grow with the log.
 */
const streamsSql = `
  select ${columns}
    from unnest($1::text[], $2::text[]) as asked (stream, up_to)
   cross join lateral (select * from facts where facts.stream = asked.stream and seq + 0 <= up_to::bigint) fact
   order by fact.stream, fact.revision`;

/** Those of each stream together, in the order of recording. Streams are looked for in the order of the index. */
export const factsOfStreams = async (
  database: Pick<pg.Pool, 'query'>,
  upTo: ReadonlyMap<string, number>,
): Promise<readonly SequencedFact[]> => {
  if (upTo.size === 0) return [];
  const streams = [...upTo.keys()].toSorted();
  const seqs = streams.map((stream) => String(upTo.get(stream) ?? 0));
  const { rows } = await database.query<SequencedFact>(streamsSql, [textArray(streams), textArray(seqs)]);
  return rows;
};

/** Facts of the subjects that the facts at these revisions are about. Two indexes on `facts` serve this query. */
const partsSql = `
  with asked as (
    select stream, revision, max(up_to) as up_to
      from unnest($1::text[], $2::integer[], $3::bigint[]) as asked (stream, revision, up_to) group by 1, 2
  ), subject as (
    select original.stream, max(up_to) as up_to, original.data->>'disbursementId' as disbursement,
           case when original.data->>'disbursementId' is null then original.revision end as report
      from asked join facts original using (stream, revision) group by 1, 3, 4
  ), own as (
    select fact.*, up_to
      from subject
     cross join lateral (
       select * from facts
        where facts.stream = subject.stream and facts.data->>'disbursementId' = disbursement
          and type in (${ofDisbursements}) and seq + 0 <= up_to
       union all
       select * from facts where facts.stream = subject.stream and revision = report) fact
  )
  select ${columns} from own fact
  union all
  select ${columns}
    from own
   cross join lateral (
     select * from facts
      where facts.stream = own.stream and (facts.data->'corrects'->>'revision')::integer = own.revision
        and type in (${changingTypesSql}) and seq + 0 <= up_to) fact
   order by stream, revision`;

const ofLoan = ({ stream }: ChangeFact): boolean => streams.loan.read(stream) !== undefined;

const partFacts = async (
  database: Pick<pg.Pool, 'query'>,
  changes: readonly (SequencedFact & ChangeFact)[],
): Promise<readonly SequencedFact[]> => {
  if (changes.length === 0) return [];
  const { rows } = await database.query<SequencedFact>(partsSql, [
    changes.map(({ stream }) => stream),
    changes.map(({ data }) => data.corrects.revision),
    changes.map(({ seq }) => seq),
  ]);
  return rows;
};

/** The amendments for the corrections and reversals among these facts. No query where there are none. */
export const readAmendments = async (
  database: Pick<pg.Pool, 'query'>,
  facts: readonly SequencedFact[],
): Promise<Amendments> => {
  const changes = facts.flatMap((fact) => changeOf(fact) ?? []);
  if (changes.length === 0) return none;
  const unread = changes.filter((change) => !readBefore.has(change));
  const recorded = [
    ...(await factsOfStreams(
      database,
      new Map(unread.filter(ofLoan).map(({ stream, seq }) => [stream, seq])),
    )),
    ...(await partFacts(
      database,
      unread.filter((change) => !ofLoan(change)),
    )),
  ];
  const amendments = amendmentsIn(recorded);
  for (const change of unread) {
    const amendment = amendments.get(change.seq);
    if (amendment) readBefore.set(change, amendment);
  }
  return new Map(
    changes.map((change) => {
      const amendment = readBefore.get(change);
      if (!amendment)
        throw new Error(`${change.type} in ${change.stream} changes nothing that was recorded there.`);
      return [change.seq, amendment];
    }),
  );
};
