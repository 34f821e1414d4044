import type pg from 'pg';
import type { Dossier } from './dossier.js';
import type { ConcerningFact } from './concerning-fact.js';
import { borrowerNamed, type Followed, type Standing } from './follow-facts.js';

/** Whoever asks in one statement: a pool, or the connection of a transaction. */
type Asking = Pick<pg.Pool, 'query'>;

/** What the facts build on: one question for the borrowers that loans alone know, one for the dossiers. */
export const standingBefore = async (
  facts: readonly ConcerningFact[],
  connection: Asking,
): Promise<Standing> => {
  const borrowers = await borrowersOf(
    facts.filter((fact) => borrowerNamed(fact) === undefined).map(({ stream }) => stream),
    connection,
  );
  const keys = new Set([...facts.flatMap((fact) => borrowerNamed(fact) ?? []), ...borrowers.values()]);
  return { borrowers, dossiers: await dossiersOf([...keys], connection) };
};

const borrowersOf = async (
  streams: readonly string[],
  connection: Asking,
): Promise<ReadonlyMap<string, string>> => {
  if (streams.length === 0) return new Map();
  const { rows } = await connection.query<{ stream: string; borrowerKey: string }>(
    `select stream, borrower_key as "borrowerKey" from first_time_loan where stream = any($1)`,
    [streams],
  );
  return new Map(rows.map(({ stream, borrowerKey }) => [stream, borrowerKey]));
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

export const writeFollowed = async (
  { borrowers, dossiers }: Pick<Followed, 'borrowers' | 'dossiers'>,
  connection: Asking,
): Promise<void> => {
  if (borrowers.size > 0)
    await connection.query(
      `insert into first_time_loan (stream, borrower_key) select * from unnest($1::text[], $2::text[])`,
      [[...borrowers.keys()], [...borrowers.values()]],
    );
  if (dossiers.size > 0)
    await connection.query(
      `insert into first_time_dossier (borrower_key, dossier)
       select * from json_to_recordset($1::json) as written (borrower_key text, dossier json)
       on conflict (borrower_key) do update set dossier = excluded.dossier`,
      [JSON.stringify([...dossiers].map(([borrower_key, dossier]) => ({ borrower_key, dossier })))],
    );
};
