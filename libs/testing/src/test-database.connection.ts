import { createHash, createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { pause } from '#wake-up';
import { allMigrations, lock, migrate, withDatabase, withLogin, unlock } from '#database';

export interface TestDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/** What many specs begin with, beyond tables: it is done once in a run, and copied. */
export interface Beginning {
  readonly name: string;
  /** Leaves no connection to the database open. */
  make(database: Omit<TestDatabase, 'drop'>): Promise<void>;
}

/**
 * A database of its own, migrated, with an app login of its own, on the server that XUDAI_TEST_OWNER_URL names. It is copied
 * from a template, which the first who asks makes for everybody on that server; other migrations make another template.
 */
export const testDatabase = async (beginning?: Beginning): Promise<TestDatabase> => {
  const serverUrl = process.env['XUDAI_TEST_OWNER_URL'];
  if (!serverUrl)
    throw new Error('XUDAI_TEST_OWNER_URL names no server; the setup of the tests starts one and sets it.');
  const name = `xudai_test_${randomBytes(6).toString('hex')}`;
  const urls = await onServer(serverUrl, async (owner) => {
    const template = await templateOn(owner, serverUrl);
    const source = beginning ? await begunOn(owner, { serverUrl, template }, beginning) : template;
    return copied(owner, { serverUrl, template }, { source, name });
  });
  return {
    ...urls,
    drop: () =>
      onServer(serverUrl, async (owner) => {
        await owner.query(`drop database if exists ${name} with (force)`);
        await owner.query(`drop role if exists ${name}`);
      }),
  };
};

interface Server {
  readonly serverUrl: string;
  /** The database with all tables, and the role that holds the privileges on them. */
  readonly template: string;
}

/** With a login of the same name. */
const copied = async (
  owner: pg.Client,
  { serverUrl, template }: Server,
  { source, name }: { readonly source: string; readonly name: string },
): Promise<Omit<TestDatabase, 'drop'>> => {
  const password = randomBytes(12).toString('hex');
  // Copying files takes a twentieth of the time that writing every page of them to the write-ahead log takes.
  await owner.query(`create database ${name} template ${source} strategy file_copy`);
  await owner.query(`create role ${name} login password '${password}' in role ${template}`);
  const ownerUrl = withDatabase(serverUrl, name);
  return { ownerUrl, appUrl: withLogin(ownerUrl, name, password) };
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Complete or not there: made under another name by one who is alone. */
const madeOnce = async (
  owner: pg.Client,
  name: string,
  make: (draft: string) => Promise<unknown>,
): Promise<string> => {
  const isThere = async (): Promise<boolean> => {
    const { rowCount } = await owner.query('select from pg_database where datname = $1', [name]);
    return rowCount === 1;
  };
  if (await isThere()) return name;
  await lock(owner, 'xudai template');
  try {
    if (await isThere()) return name;
    const draft = `${name}_draft`;
    await owner.query(`drop database if exists ${draft} with (force)`);
    await make(draft);
    await owner.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await unlock(owner, 'xudai template');
  }
};

/** Its database and the role that holds the privileges go by the same name. */
const templateOn = (owner: pg.Client, serverUrl: string): Promise<string> => {
  const sources = allMigrations.map((migration) => migration.toString()).join('\n');
  const template = `xudai_template_${digestOf(sources)}`;
  return madeOnce(owner, template, (draft) => {
    const draftUrl = withDatabase(serverUrl, draft);
    const password = createHmac('sha256', serverUrl).update(template).digest('hex');
    return migrate({ ownerUrl: draftUrl, appUrl: withLogin(draftUrl, template, password) });
  });
};

/** Of this run alone: the next may have other code to begin with. */
const begunOn = (owner: pg.Client, server: Server, { name, make }: Beginning): Promise<string> =>
  madeOnce(owner, `xudai_begun_${process.env['TEST_RUN']}_${name}`, async (draft) => {
    await owner.query(`drop role if exists ${draft}`);
    await make(await copied(owner, server, { source: server.template, name: draft }));
    await left(owner, draft);
    await owner.query(`drop role ${draft}`);
  });

/** Backends end a moment after their connections. */
const left = async (owner: pg.Client, database: string): Promise<void> => {
  const connected = async (): Promise<number | null> =>
    (await owner.query('select from pg_stat_activity where datname = $1', [database])).rowCount;
  for (const giveUpAt = Date.now() + 10_000; (await connected()) !== 0; await pause(10))
    if (Date.now() > giveUpAt) throw new Error(`Somebody is still connected to ${database}.`);
};

const onServer = async <Result>(
  url: string,
  work: (owner: pg.Client) => Promise<Result>,
): Promise<Result> => {
  const owner = new pg.Client({ connectionString: url, application_name: 'xudai tests' });
  await owner.connect();
  try {
    return await work(owner);
  } finally {
    await owner.end();
  }
};
