import pg from 'pg';
import { lock } from './advisory-lock.connection.js';
import { connected, connectedToNamed, readDatabaseUrl } from './named-database.connection.js';
import { allMigrations } from './migrations/all.migration.js';

/** Append-only tables: the app's login may read and insert, and nothing else. */
const appendOnlyTables: readonly string[] = ['facts', 'refusals', 'submission_chunk'];

/** Tables that only migrations write. */
const migrationTables: readonly string[] = ['migrations', 'projection_tables'];

/** Functions that the app's login may call. They run with the owner's privileges (`security definer`) and check their own bounds. */
const ownersFunctions: readonly string[] = [
  'prune_refusals(integer, integer, integer)',
  'discard_submission_chunks(uuid)',
  'prune_submissions(integer, integer, integer)',
  'prepare_rebuild(uuid)',
  'analyze_rebuild(text)',
  'switch_rebuild(uuid)',
  'drop_rebuilt(text)',
];

/** Another process created the role in the meantime: duplicate_object, unique_violation. */
const alreadyThere = ['42710', '23505'];
/** The password is wrong, or the role may not log in. */
const notLetIn = ['28P01', '28000'];

const isOf = (codes: readonly string[], error: unknown): boolean =>
  error instanceof pg.DatabaseError && codes.includes(error.code ?? '');

/** Makes the login of the app's address usable: creates the role, or sets its password, where needed. */
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
 * Sets the app's privileges on every table, in one transaction. Whatever was granted before, afterwards only the owner can change a fact.
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

/** Whether the app's login owns the facts, or is a member of the owner's role. Then only the triggers protect them. */
const mayBecomeOwner = async (owner: pg.Client, appUrl: string): Promise<boolean> => {
  const { rows } = await owner.query<{ may: boolean }>(
    `select pg_has_role($1, relowner, 'member') as may from pg_class where oid = 'public.facts'::regclass`,
    [readDatabaseUrl(appUrl).user],
  );
  return rows[0]?.may ?? true;
};

export interface MigrateOptions {
  /** The address with the programs' login, whose role is created where it is missing. */
  readonly appUrl: string;
  /** The address with the owner of the database. Default: the app's login owns it. */
  readonly ownerUrl?: string | undefined;
  /** How long a server that is starting is waited for. Default: not at all. */
  readonly withinMs?: number;
}

export interface Migrated {
  /** Names of the migrations that were run, in order. */
  readonly migrations: readonly string[];
  /** What keeps the app's login from changing facts: `triggers` alone where it is the owner, or may become it. */
  readonly factsGuardedBy: 'privileges' | 'triggers';
}

/**
 * Creates the database where it is missing, and migrates it to this version. Forward only, with a transaction for each migration.
 * Idempotent, and safe in several processes at once, by an advisory lock.
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
    // Rebuilds under way have copies of the live tables, which migrations have changed: they are made again.
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
  // Loaded here, since it is large and only migrations need it.
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
