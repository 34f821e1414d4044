/**
 * The whole registry on one machine: database, migration, registry and projector, started in this order and
 * stopped in the opposite one, whatever ends it.
 */
import path from 'node:path';

import { announcer } from './announcement.mjs';
import { checkSettings } from './start-settings.mjs';
import { lockDataDirectory } from './data-directory.mjs';
import { startEmbeddedPostgres } from './embedded-postgres.mjs';
import { untilFollowed, untilReady, untilSilent } from './readiness.mjs';
import { addressOn, choosePort, refuseTakenPort } from './registry-address.mjs';
import { runCommand } from './run-command.mjs';
import { PlainFailure, say } from './say.mjs';
import { ensureBuild, ensurePackages, projectRoot } from './setup.mjs';
import { SupervisedProgram } from './supervised-program.mjs';

const program = (/** @type {string} */ name) => path.join(projectRoot, 'dist/apps', name);

/**
 * Comes back when all is stopped again.
 *
 * @param {import('./start-settings.mjs').StartSettings} settings
 * @param {import('./processes.mjs').Ending} ending
 * @param {import('./announcement.mjs').OnReady} [onReady]
 * @param {() => NodeJS.ProcessEnv} [prepare] what else the programs are given; asked once nothing is wrong with the settings
 */
export async function runRegistry(settings, ending, onReady = () => {}, prepare = () => ({})) {
  /** @type {(() => unknown)[]} */
  const undo = [];
  const { signal } = ending;
  try {
    const { dataDirectory, lock, previous } = await lockDataDirectory(settings.dataDirectory, signal);
    undo.push(lock.release);
    if (previous?.address !== undefined) await untilSilent(previous.address, signal);
    await ensurePackages({ signal });
    await ensureBuild({ signal });

    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      ...settings.files,
      XUDAI_DATA_DIR: dataDirectory,
      XUDAI_HOST: settings.host,
    };
    await checkSettings(env, signal);
    await refuseTakenPort(settings);
    Object.assign(env, prepare());
    if (!env['XUDAI_DATABASE_URL'] && !env['XUDAI_DATABASE_URL_FILE']) {
      const database = await startDatabase(dataDirectory, ending);
      undo.push(database.stop);
      env['XUDAI_DATABASE_URL'] = database.appUrl('xudai');
      env['XUDAI_DATABASE_OWNER_URL'] = database.ownerUrl('xudai');
      delete env['XUDAI_DATABASE_OWNER_URL_FILE'];
      env['XUDAI_STORAGE_DIR'] = database.directory;
    }
    await migrate(env, signal);

    const port = await choosePort(settings);
    const address = addressOn(port, settings);
    lock.publish({ address });
    const announce = announcer(address, onReady);
    undo.push(announce.keyAtLeast);
    let listens = false;
    let follows = false;

    // Only the migration is the owner.
    const { XUDAI_DATABASE_OWNER_URL: _owner, XUDAI_DATABASE_OWNER_URL_FILE: _file, ...programEnv } = env;
    const options = {
      cwd: projectRoot,
      env: { ...programEnv, XUDAI_PORT: String(port) },
      onRefusal: (/** @type {number} */ code) => ending.come(code),
    };
    const programs = [
      new SupervisedProgram({
        ...options,
        name: 'registry',
        main: program('registry/src/main.js'),
        onMessage: (message) => {
          listens ||= message?.listens === true;
          announce.hear(message);
        },
      }),
      new SupervisedProgram({
        ...options,
        name: 'projector',
        main: program('projector/src/main.js'),
        onMessage: (message) => (follows ||= message?.follows === true),
      }),
    ];
    undo.push(() => Promise.all(programs.map((each) => each.stop())));

    await untilReady(address, signal, () => listens);
    await untilFollowed(() => follows, signal);
    for (const each of programs) each.establish();
    announce.ready();
    await ending.reached;
    say('stopping …');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/**
 * @param {string} dataDirectory
 * @param {import('./processes.mjs').Ending} ending
 */
function startDatabase(dataDirectory, ending) {
  say('starting PostgreSQL …');
  const onGone = (/** @type {string} */ reason) => {
    say(`${reason}; stopping everything`);
    ending.come(1);
  };
  return startEmbeddedPostgres({ dataDirectory, onGone, signal: ending.signal });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function migrate(env, signal) {
  const args = ['--enable-source-maps', program('cli/src/migrate.js')];
  const { exitCode } = await runCommand(process.execPath, args, { cwd: projectRoot, env, signal });
  if (exitCode === 0) return;
  throw new PlainFailure(
    `the database could not be migrated (exit code ${exitCode}); the reason stands above`,
    exitCode,
  );
}
