/**
 * `npm run move-log`: the command of `apps/cli/src/move-log`, made ready to run. Where the settings name no database it is the
 * embedded one, started for as long as the command takes.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

import { lockDataDirectory } from './data-directory.mjs';
import { startEmbeddedPostgres } from './embedded-postgres.mjs';
import { runCommand } from './run-command.mjs';
import { explain, PlainFailure } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages, dataHome, projectRoot } from './setup.mjs';
import { readStartSettings } from './start-settings.mjs';

checkNode();

/**
 * @param {string} name
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
const run = async (name, args, env) => {
  const main = path.join(projectRoot, 'dist/apps/cli/src', name);
  const { exitCode } = await runCommand(process.execPath, ['--enable-source-maps', main, ...args], {
    cwd: projectRoot,
    env,
    endsWithUs: name.startsWith('move-log/'),
  });
  return exitCode;
};

/** @param {string[]} args */
const moveLog = async (args) => {
  const { dataDirectory: wanted, files } = readStartSettings([], process.env, dataHome);
  const env = { ...process.env, ...files };
  await ensurePackages();
  await ensureBuild();
  // Arguments and settings first: nothing is started for what cannot be done.
  const wrong = await run('move-log/main.js', [...args, '--check'], env);
  if (wrong !== 0 || args.includes('--help')) return wrong;
  if (env['XUDAI_DATABASE_URL'] || env['XUDAI_DATABASE_URL_FILE']) return migrated(args, env);

  // A new one is made only to be moved into.
  if (!args.includes('postgres') && !existsSync(path.join(wanted, 'postgres.json')))
    throw new PlainFailure(`${wanted} holds no database: name it by XUDAI_DATA_DIR or XUDAI_DATABASE_URL`);
  const { signal } = new AbortController();
  const { dataDirectory, lock } = await lockDataDirectory(wanted, signal);
  try {
    const database = await startEmbeddedPostgres({ dataDirectory });
    try {
      return await migrated(args, {
        ...env,
        XUDAI_DATABASE_URL: database.appUrl('xudai'),
        XUDAI_DATABASE_OWNER_URL: database.ownerUrl('xudai'),
        XUDAI_DATABASE_OWNER_URL_FILE: '',
      });
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
};

/**
 * A database that cannot be migrated is mostly one that cannot be reached.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
const migrated = async (args, env) =>
  (await run('migrate.js', [], env)) === 0 ? run('move-log/main.js', args, env) : 3;

try {
  process.exitCode = await moveLog(process.argv.slice(2));
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
