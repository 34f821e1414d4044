import type pg from 'pg';
import { column, putRows, readTable } from '#projections';
import type { ConcerningFact } from './concerning-fact.js';
import type { Dossier, DossierLoan, KnownLoan } from './dossier.js';
import type { AmendedLoans, Known } from './follow-facts.js';

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
export const knownBefore = async (
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
export const readDossier = async (borrowerKey: string, pool: Asking): Promise<Dossier | undefined> =>
  (await dossiersOf([borrowerKey], pool)).get(borrowerKey);

/** `before`: what the facts build on; `begun`: streams of loans that begin with them. */
export const writeKnown = async (
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
