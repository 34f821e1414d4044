import { createHash, createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { allMigrations, lock, migrate, withDatabase, withLogin, unlock } from '#database';

export interface TestDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/**
 * A database of its own, migrated, with an app login of its own, on the server that XUDAI_TEST_OWNER_URL names. It is copied
 * from a template, which the first who asks makes for everybody on that server; other migrations make another template.
 */
export const testDatabase = async (): Promise<TestDatabase> => {
  const serverUrl = process.env['XUDAI_TEST_OWNER_URL'];
  if (!serverUrl)
    throw new Error('XUDAI_TEST_OWNER_URL names no server; the setup of the tests starts one and sets it.');
  const name = `xudai_test_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await onServer(serverUrl, async (owner) => {
    const template = await templateOn(owner, serverUrl);
    // Copying files takes a twentieth of the time that writing every page of them to the write-ahead log takes.
    await owner.query(`create database ${name} template ${template} strategy file_copy`);
    await owner.query(`create role ${name} login password '${password}' in role ${template}`);
  });
  const ownerUrl = withDatabase(serverUrl, name);
  return {
    appUrl: withLogin(ownerUrl, name, password),
    ownerUrl,
    drop: () =>
      onServer(serverUrl, async (owner) => {
        await owner.query(`drop database if exists ${name} with (force)`);
        await owner.query(`drop role if exists ${name}`);
      }),
  };
};

/** Its database and the role that holds the privileges go by the same name. One at a time; complete or not there. */
const templateOn = async (owner: pg.Client, serverUrl: string): Promise<string> => {
  const sources = allMigrations.map((migration) => migration.toString()).join('\n');
  const template = `xudai_template_${createHash('sha256').update(sources).digest('hex').slice(0, 12)}`;
  const isThere = async (): Promise<boolean> => {
    const { rowCount } = await owner.query('select from pg_database where datname = $1', [template]);
    return rowCount === 1;
  };
  if (await isThere()) return template;
  await lock(owner, 'xudai template');
  try {
    if (await isThere()) return template;
    const draft = `${template}_draft`;
    await owner.query(`drop database if exists ${draft} with (force)`);
    const draftUrl = withDatabase(serverUrl, draft);
    const password = createHmac('sha256', serverUrl).update(template).digest('hex');
    await migrate({ ownerUrl: draftUrl, appUrl: withLogin(draftUrl, template, password) });
    await owner.query(`alter database ${draft} rename to ${template}`);
    return template;
  } finally {
    await unlock(owner, 'xudai template');
  }
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
