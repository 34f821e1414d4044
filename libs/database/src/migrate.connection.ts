import pg from 'pg';
import { lock } from './advisory-lock.connection.js';
import { connected, connectedToNamed, readDatabaseUrl } from './named-database.connection.js';
import { allMigrations } from './migrations/all.migration.js';

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

/** A role of this name exists: the check before says so, or the index. */
const alreadyThere = ['42710', '23505'];
/** The password is wrong, or the role may not log in. */
const notLetIn = ['28P01', '28000'];

const isOf = (codes: readonly string[], error: unknown): boolean =>
  error instanceof pg.DatabaseError && codes.includes(error.code ?? '');

/** Makes the login of the app's address work: creates the role, or sets its password, where that is needed. */
const ensureAppLogin = async (owner: pg.Client, appUrl: string): Promise<void> => {
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
const grantToApp = async (owner: pg.Client, appUrl: string): Promise<void> => {
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
const mayBecomeOwner = async (owner: pg.Client, appUrl: string): Promise<boolean> => {
  const { rows } = await owner.query<{ may: boolean }>(
    `select pg_has_role($1, relowner, 'member') as may from pg_class where oid = 'public.facts'::regclass`,
    [readDatabaseUrl(appUrl).user],
  );
  return rows[0]?.may ?? true;
};

export interface MigrateOptions {
  /** The login that the programs use; its role is made when it is missing. */
  readonly appUrl: string;
  /** The owner of database and tables. Without it the app's login does it all. */
  readonly ownerUrl?: string | undefined;
  /** A server that is starting is waited for as long as this; not at all unless given. */
  readonly withinMs?: number;
}

export interface Migrated {
  /** Names of the migrations that were run now, in order. */
  readonly migrations: readonly string[];
  /** What keeps the app's login from changing facts: `triggers` alone when it is the owner, or may become it. */
  readonly factsGuardedBy: 'privileges' | 'triggers';
}

/**
 * Brings the database that the addresses name to what this version needs, from nothing if need be. Forward only, each
 * migration in a transaction of its own; safe to call again and from several processes at once, which take turns.
 */
export const migrate = async ({
  appUrl,
  ownerUrl = appUrl,
  withinMs = 0,
}: MigrateOptions): Promise<Migrated> => {
  const app = readDatabaseUrl(appUrl);
  if (app.database !== readDatabaseUrl(ownerUrl).database)
    throw new TypeError('The addresses of the app and of the owner name different databases.');
  const owner = await connectedToNamed(ownerUrl, withinMs);
  try {
    await lock(owner, 'xudai migration');
    const differs = app.user !== readDatabaseUrl(ownerUrl).user;
    if (differs) await ensureAppLogin(owner, appUrl);
    const migrations = await runMigrations(ownerUrl);
    // Tables that are built beside the live ones are copies of these as they were.
    if (migrations.length > 0)
      await owner.query(`update projection_rebuild set prepared = false where status = 'RUNNING'`);
    if (differs) await grantToApp(owner, appUrl);
    const triggersOnly = await mayBecomeOwner(owner, appUrl);
    return { migrations, factsGuardedBy: triggersOnly ? 'triggers' : 'privileges' };
  } finally {
    await owner.end();
  }
};

const runMigrations = async (url: string): Promise<readonly string[]> => {
  // Loaded where it is needed: nobody but who migrates uses it, and it is large.
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url,
    applicationName: 'xudai migration',
    migrations: [...allMigrations],
    migrationsTransactionMode: 'each',
    poolSize: 1,
  });
  await source.initialize();
  try {
    const run = await source.runMigrations();
    return run.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
};
