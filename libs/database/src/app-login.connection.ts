import pg from 'pg';
import { connected, readDatabaseUrl } from './named-database.connection.js';

/** Tables that only grow: the app's login may read and insert, and nothing else. */
const appendOnlyTables: readonly string[] = ['facts', 'refusals', 'submission_chunk'];

/** Tables that only migrations write. */
const migrationTables: readonly string[] = ['migrations', 'projection_tables'];

/** What the app's login may call of the functions that are not open to everybody: they run as the owner, within their own bounds. */
const ownersFunctions: readonly string[] = [
  'prune_refusals(integer, integer, integer)',
  'discard_submission_chunks(uuid)',
  'prune_submissions(integer, integer, integer)',
  'prepare_rebuild(uuid)',
  'analyze_rebuild(text)',
  'switch_rebuild(uuid)',
  'drop_rebuilt(text)',
];

/** A role of this name exists: told by the check before, or by the index. */
const alreadyThere = ['42710', '23505'];
/** The password is wrong, or the role may not log in. */
const notLetIn = ['28P01', '28000'];

const isOf = (codes: readonly string[], error: unknown): boolean =>
  error instanceof pg.DatabaseError && codes.includes(error.code ?? '');

/** Makes the login of the app's address work: creates the role, or sets its password, where that is needed. */
export const ensureAppLogin = async (owner: pg.Client, appUrl: string): Promise<void> => {
  const { user, password } = readDatabaseUrl(appUrl);
  const login = `${owner.escapeIdentifier(user)} with login password ${owner.escapeLiteral(password)}`;
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [user]);
  if (rowCount === 0)
    try {
      await owner.query(`create role ${login}`);
    } catch (error) {
      if (!isOf(alreadyThere, error)) throw error;
    }
  const database = owner.escapeIdentifier(readDatabaseUrl(appUrl).database);
  await owner.query(`grant connect, temporary on database ${database} to ${owner.escapeIdentifier(user)}`);
  try {
    const app = await connected(appUrl);
    await app.end();
  } catch (error) {
    if (!isOf(notLetIn, error)) throw error;
    await owner.query(`alter role ${login}`);
  }
};

/**
 * What the app may do with each table there is, all of it said anew in one transaction: whatever was granted before and by
 * whom, afterwards nobody but the owner changes a fact.
 */
export const grantToApp = async (owner: pg.Client, appUrl: string): Promise<void> => {
  const app = owner.escapeIdentifier(readDatabaseUrl(appUrl).user);
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and pg_has_role(relowner, 'usage') order by relname`,
  );
  const grants = rows.map(
    ({ name }) => `grant ${privilegesOn(name)} on table public.${owner.escapeIdentifier(name)} to ${app}`,
  );
  const restricted = rows
    .filter(({ name }) => [...appendOnlyTables, ...migrationTables].includes(name))
    .map(({ name }) => `revoke all on table public.${owner.escapeIdentifier(name)} from ${app}, public`);
  await owner.query(
    [
      'begin',
      `grant usage on schema public to ${app}`,
      `revoke create on schema public from ${app}, public`,
      ...restricted,
      ...grants,
      ...ownersFunctions.map((name) => `grant execute on function public.${name} to ${app}`),
      `grant usage on all sequences in schema public to ${app}`,
      'commit',
    ].join(';\n'),
  );
};

const privilegesOn = (table: string): string => {
  if (migrationTables.includes(table)) return 'select';
  return appendOnlyTables.includes(table) ? 'select, insert' : 'select, insert, update, delete';
};

/** Whether the login owns the facts, or could become who does: then only the triggers stand between it and them. */
export const mayBecomeOwner = async (owner: pg.Client, appUrl: string): Promise<boolean> => {
  const { rows } = await owner.query<{ may: boolean }>(
    `select pg_has_role($1, relowner, 'member') as may from pg_class where oid = 'public.facts'::regclass`,
    [readDatabaseUrl(appUrl).user],
  );
  return rows[0]?.may ?? true;
};
