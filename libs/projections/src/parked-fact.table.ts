import pg from 'pg';
import { dataAbout, loanStream, type SequencedFact } from '#facts';

const ofClaim = dataAbout('claim');
const ofContest = dataAbout('contest');
const ofDisbursement = dataAbout('disbursement');
const ofChange = dataAbout('fact');

/**
 * The subject that a fact is parked with. A loan's facts and those about its claim have the loan's stream; facts of a bailout stream have
 * their disbursement. `of`: the disbursement that a correction or reversal is about.
 */
const parkedWith = (fact: SequencedFact, of?: string): string => {
  const { stream, institution } = fact;
  const claimed = ofClaim(fact) ?? ofContest(fact);
  if (claimed)
    return institution === null || claimed.loanId === undefined
      ? stream
      : loanStream(institution, claimed.loanId);
  const disbursement = ofDisbursement(fact)?.disbursementId ?? (ofChange(fact) && of);
  return disbursement === undefined ? stream : `${stream}/${disbursement}`;
};

/** The revision of the fact that this one corrects or reverses, if any. */
const revisionAsked = (fact: SequencedFact): number | undefined => ofChange(fact)?.corrects?.revision;

/*
 * A fact that cannot be applied is parked: it is stored with its subject, later facts of the same subject are parked behind it, and all
 * other facts are applied. The parked subjects are kept in the checkpoint's row. Only a rebuild, by a version that can apply the fact,
 * starts without them.
 */

/** With this many parked subjects the projection itself is taken to be at fault, and stops. */
export const mostParkedSubjects = 1_000;

interface Parked {
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  /** Null: parked behind another fact. */
  readonly reason: string | null;
  readonly message: string | null;
}

const writeParked = async (
  projection: string,
  parked: readonly Parked[],
  connection: pg.ClientBase,
): Promise<void> => {
  await connection.query(
    `insert into parked_fact (projection, seq, subject, type, reason, message)
     select $1, seq, subject, type, reason, message
       from json_to_recordset($2::json) as given (seq bigint, subject text, type text, reason text, message text)`,
    [projection, JSON.stringify(parked)],
  );
};

/** By the seq of a correction or reversal, the disbursement that it is about. */
const disbursementsChanged = async (
  facts: readonly SequencedFact[],
  connection: pg.ClientBase,
): Promise<ReadonlyMap<number, string>> => {
  const asked = facts.flatMap((fact) => {
    const revision = revisionAsked(fact);
    return revision === undefined ? [] : [{ seq: fact.seq, stream: fact.stream, revision }];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await connection.query<{ seq: number; of: string }>(
    `select asked.seq, data->>'disbursementId' as of
       from json_to_recordset($1::json) as asked (seq bigint, stream text, revision integer) join facts using (stream, revision)
      where data->>'disbursementId' is not null`,
    [JSON.stringify(asked)],
  );
  return new Map(rows.map(({ seq, of }) => [seq, of]));
};

/** The facts of a batch without those whose subject is parked; these are stored as parked in the batch's transaction. */
export const leaveParked = async (
  projection: string,
  facts: readonly SequencedFact[],
  subjects: readonly string[],
  connection: pg.ClientBase,
): Promise<readonly SequencedFact[]> => {
  if (subjects.length === 0) return facts;
  const parked = new Set(subjects);
  const changed = await disbursementsChanged(facts, connection);
  const subjectOf = (fact: SequencedFact): string => parkedWith(fact, changed.get(fact.seq));
  const waiting = facts.filter((fact) => parked.has(subjectOf(fact)));
  if (waiting.length === 0) return facts;
  await writeParked(
    projection,
    waiting.map((fact) => ({ ...place(fact), subject: subjectOf(fact), reason: null, message: null })),
    connection,
  );
  return facts.filter((fact) => !waiting.includes(fact));
};

const place = ({ seq, type }: SequencedFact): Pick<Parked, 'seq' | 'type'> => ({ seq, type });

/** Parks a fact and its subject, in the transaction that passes it. */
export const parkFact = async (
  projection: string,
  fact: SequencedFact,
  cause: unknown,
  connection: pg.ClientBase,
): Promise<void> => {
  const subject = parkedWith(fact, (await disbursementsChanged([fact], connection)).get(fact.seq));
  await writeParked(
    projection,
    [{ ...place(fact), subject, reason: reasonCode(cause), message: messageOf(cause) }],
    connection,
  );
  await connection.query(
    'update projection_checkpoints set parked_subjects = array_append(parked_subjects, $2) where name = $1',
    [projection, subject],
  );
};

/** The projection threw while it applied a batch; the transaction was rolled back. */
export class NotApplied extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('The projection could not apply a batch of facts.', options);
    this.name = 'NotApplied';
  }
}

/**
 * A projection throws this where not the fact but something else failed, such as a log that does not answer or a full disk. The batch is
 * then tried again for as long as it takes.
 */
export class Setback extends Error {
  constructor(message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = 'Setback';
  }
}

/** SQLSTATE classes caused by what was written, not by the state of the server: data, constraints, names. */
const ofTheStatement = /^(22|23|42)/;

/**
 * Whether a fact may be at fault for what a projection threw. Other database errors (lost connection, serialization, full disk, shutdown)
 * go away by themselves, and the same fact may be applied later.
 */
export const isOfTheFact = (error: unknown): boolean =>
  !(error instanceof Setback) &&
  !isOfTheConnection(error) &&
  (!(error instanceof pg.DatabaseError) || ofTheStatement.test(error.code ?? ''));

/** Errors without an answer of the database: of the network, or a time-out of the client. */
const isOfTheConnection = (error: unknown): boolean =>
  error instanceof Error &&
  ('syscall' in error || /^(Query read timeout|Connection terminated|Client )/.test(error.message));

/** Whether PostgreSQL reported a full disk. */
export const isOfRoom = (error: unknown): boolean =>
  error instanceof NotApplied
    ? isOfRoom(error.cause)
    : error instanceof pg.DatabaseError && error.code === '53100';

/** Whether the fact may be parked. An unknown name or a missing privilege (class 42) is a fault of the program or the database. */
export const isOfOneFact = (error: unknown): boolean =>
  isOfTheFact(error) && !(error instanceof pg.DatabaseError && error.code?.startsWith('42'));

/** SQLSTATE, or the name of the error. Its message is left out, since it may repeat a value of the fact. */
export const reasonCode = (error: unknown): string => {
  if (error instanceof pg.DatabaseError) return error.code ?? error.name;
  return error instanceof Error ? error.name : typeof error;
};

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2_000);
