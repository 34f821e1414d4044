import { ensureAppLogin, grantToApp, mayBecomeOwner } from './app-login.connection.js';
import { lock } from './advisory-lock.connection.js';
import { connectedToNamed, readDatabaseUrl } from './named-database.connection.js';
import { allMigrations } from './migrations/all.migration.js';

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
