import pg from 'pg';
import { Injectable } from '@nestjs/common';
import {
  column,
  putRows,
  readTable,
  derivedFacts,
  noteDerived,
  noteMet,
  type Projection,
  readAmendments,
  ProjectionCheckpoints,
} from '#projections';
import {
  type ConcerningFact,
  concerningFact,
  type Dossier,
  type DossierLoan,
  type KnownLoan,
  emptyDossier,
} from './dossier.js';
import { type AmendedLoans, type Known, amendedLoans, followFacts } from './follow-facts.js';
import { isArbitration } from './settled.js';
import { settleClaims, type ArbiterDependencies } from './settle-claims.log.js';

export const firstTimeLoan = readTable('first_time_loan', {
  stream: column.key,
  borrower_key: column.id,
  loan: column.json,
});

export const firstTimeDossier = readTable('first_time_dossier', {
  borrower_key: column.key,
  dossier: column.json,
});

/** Whoever asks in one statement: a pool, or the connection of a transaction. */
type Asking = Pick<pg.Pool, 'query'>;

/** What the facts build on: one question for loans that were there before, one for the dossiers. */
const knownBefore = async (
  facts: readonly ConcerningFact[],
  amended: AmendedLoans,
  connection: Asking,
): Promise<Known> => {
  const later = facts.filter(({ type }) => type === 'LoanCancelled' || type === 'FirstTimeClaimed');
  const loans = await loansOf([...new Set(later.map(({ stream }) => stream))], connection);
  const amendedOnes = [...amended.values()].flatMap(({ before, after }) =>
    [before ?? [], after ?? []].flat(),
  );
  const keys = [
    ...facts.flatMap(borrowerNamed),
    ...[...loans.values(), ...amendedOnes].map(({ borrowerKey }) => borrowerKey),
  ];
  return { loans, dossiers: await dossiersOf([...new Set(keys)], connection) };
};

const borrowerNamed = ({ data }: ConcerningFact): readonly string[] => {
  if ('borrowerKey' in data) return [data.borrowerKey];
  return 'borrower' in data ? [data.borrower.id] : [];
};

const loansOf = async (
  streams: readonly string[],
  connection: Asking,
): Promise<ReadonlyMap<string, KnownLoan>> => {
  if (streams.length === 0) return new Map();
  const { rows } = await connection.query<{ stream: string; borrowerKey: string; loan: DossierLoan }>(
    `select stream, borrower_key as "borrowerKey", loan from first_time_loan where stream = any($1)`,
    [streams],
  );
  return new Map(rows.map(({ stream, ...known }) => [stream, known]));
};

const dossiersOf = async (
  keys: readonly string[],
  connection: Asking,
): Promise<ReadonlyMap<string, Dossier>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await connection.query<{ key: string; dossier: Dossier }>(
    `select borrower_key as key, dossier from first_time_dossier where borrower_key = any($1)`,
    [keys],
  );
  return new Map(rows.map(({ key, dossier }) => [key, dossier]));
};

/** The dossier as the arbiter last left it. */
const readDossier = async (borrowerKey: string, pool: Asking): Promise<Dossier | undefined> =>
  (await dossiersOf([borrowerKey], pool)).get(borrowerKey);

/** `before`: what the facts build on; `begun`: streams of loans that begin with them. */
const writeKnown = async (
  { loans, dossiers }: Known,
  { before, begun }: { readonly before: Known; readonly begun: ReadonlySet<string> },
  connection: pg.ClientBase,
): Promise<void> => {
  const reversed = [...loans].flatMap(([stream, known]) => (known ? [] : [stream]));
  if (reversed.length > 0)
    await connection.query('delete from first_time_loan where stream = any($1)', [reversed]);
  await putRows(
    connection,
    firstTimeLoan,
    [...loans].flatMap(([stream, known]) =>
      known
        ? [
            {
              presence: begun.has(stream) ? 'absent' : 'unknown',
              cells: { stream, borrower_key: known.borrowerKey, loan: JSON.stringify(known.loan) },
            },
          ]
        : [],
    ),
  );
  await putRows(
    connection,
    firstTimeDossier,
    [...dossiers].map(([borrower, dossier]) => ({
      presence: before.dossiers.has(borrower) ? 'present' : 'absent',
      cells: { borrower_key: borrower, dossier: JSON.stringify(dossier) },
    })),
  );
};

/** Names the checkpoint, the lock, and what is waited for. */
export const arbiterName = 'arbiter';

/**
 * Settles first-time claims across banks. A follower like those of the projections, with the dossiers as its rows; beside them
 * it appends to the log what became of each claim. That goes over another connection and is not undone with the
 * transaction: a step that is taken again finds in the stream what it appended (settle-claims.log.ts).
 */
export const arbiter = (dependencies: ArbiterDependencies): Projection => ({
  name: arbiterName,
  version: 1,
  tables: [firstTimeLoan, firstTimeDossier, derivedFacts],
  appends: true,
  apply: async (facts, connection) => {
    const concerning = facts.flatMap((fact) => concerningFact(fact) ?? []);
    const amended = amendedLoans(await readAmendments(connection, concerning));
    const known = await knownBefore(concerning, amended, connection);
    const followed = followFacts(known, concerning, amended);
    // A loan begins with the first fact of its stream.
    const begun = new Set(concerning.flatMap(({ stream, revision }) => (revision === 0 ? stream : [])));
    await writeKnown(followed, { before: known, begun }, connection);
    const derived = await settleClaims(dependencies, followed.steps);
    await noteDerived(
      arbiterName,
      derived.map(({ stream, revision, data }) => ({ cause: data.causedBy, stream, revision })),
      connection,
    );
    await noteMet(arbiterName, facts.filter(isArbitration), connection);
  },
});

/** Dossiers for those who decide on them: never older than what was recorded when they asked. */
@Injectable()
export class SettledDossiers {
  constructor(
    private readonly pool: pg.Pool,
    private readonly progress: ProjectionCheckpoints,
  ) {}

  /** Once the arbiter has passed all that is recorded now; undefined when it has not in time. */
  async of(borrowerKey: string, timeoutMs: number): Promise<Dossier | undefined> {
    const { headSeq } = await this.progress.progress([arbiterName]);
    if (!(await this.progress.waitUntilProjected([arbiterName], headSeq, timeoutMs))) return undefined;
    return (await readDossier(borrowerKey, this.pool)) ?? emptyDossier;
  }
}
