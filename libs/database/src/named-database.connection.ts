import pg from 'pg';
import { BackOff, pause } from '#wake-up';

interface DatabaseUrl {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** @throws TypeError that does not repeat the text, which holds a password */
export const readDatabaseUrl = (text: string): DatabaseUrl => {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new TypeError(
      'The address of a database has the form postgres://user:password@host:port/database.',
    );
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  if (!database || !user) throw new TypeError('The address of a database names a user and a database.');
  return { user, password: decodeURIComponent(url.password), database };
};

/** The address with another database. */
export const withDatabase = (text: string, database: string): string => {
  const url = new URL(text);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
};

/** The address with another login. */
export const withLogin = (text: string, user: string, password: string): string => {
  const url = new URL(text);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
};

/** The database does not exist. */
const missing = '3D000';
/** Another process created the database in the meantime: duplicate_database, unique_violation. */
const alreadyThere = ['42P04', '23505'];
/** The server, its machine or its container is starting. */
const starting = ['57P03', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENOTFOUND'];

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, application_name: 'xudai migration' });
  // Without a listener a lost connection would end the process; the next query fails with the error.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Connects, and retries while the server is starting. @throws any other error at once */
const connectedInTime = async (url: string, withinMs: number): Promise<pg.Client> => {
  const deadline = performance.now() + withinMs;
  const backOff = new BackOff();
  for (;;)
    try {
      return await connected(url);
    } catch (error) {
      if (!starting.includes(codeOf(error)) || performance.now() > deadline) throw error;
      await pause(backOff.nextMs());
    }
};

/** Connects to the database of the address, and creates it where it does not exist. */
export const connectedToNamed = async (url: string, withinMs: number): Promise<pg.Client> => {
  try {
    return await connectedInTime(url, withinMs);
  } catch (error) {
    if (codeOf(error) !== missing) throw error;
  }
  const server = await connected(withDatabase(url, 'postgres'));
  try {
    const name = server.escapeIdentifier(readDatabaseUrl(url).database);
    await server.query(`create database ${name} encoding 'UTF8' template template0`);
  } catch (error) {
    if (!alreadyThere.includes(codeOf(error))) throw error;
  } finally {
    await server.end();
  }
  return connected(url);
};
