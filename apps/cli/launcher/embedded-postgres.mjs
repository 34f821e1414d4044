/**
 * A real PostgreSQL of our own: created on first use, on 127.0.0.1 only, with passwords, and gone when the
 * program that started it is gone, however that ends.
 */
import { realpathSync, statfsSync } from 'node:fs';
import path from 'node:path';

import { endKeeper, startKeeper } from './keeper-process.mjs';
import { freePort, isFree } from './ports.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { app, createCluster, owner, passwordsFor } from './postgres-cluster.mjs';
import { addToNote, noteIn, clusterFolder } from './cluster-folder.mjs';
import { endServer } from './postgres-cluster.mjs';
import { say } from './say.mjs';

const host = '127.0.0.1';

/**
 * @typedef {object} Database
 * @property {(database: string) => string} ownerUrl
 * @property {(database: string) => string} appUrl this login exists only after migration
 * @property {string} directory where it keeps its files
 * @property {() => Promise<void>} stop
 */

/**
 * The caller holds the lock on the data directory.
 *
 * @param {object} options
 * @param {string} options.dataDirectory an existing folder
 * @param {boolean} [options.durable] false loses data in a crash: for tests only
 * @param {boolean} [options.temporary] the data directory is removed when the server ends
 * @param {(sentence: string) => void} [options.onGone] called when the server cannot be kept any longer
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Database>}
 */
export async function startEmbeddedPostgres({
  dataDirectory,
  durable = true,
  temporary = false,
  onGone = () => {},
  signal,
}) {
  const folder = realpathSync(dataDirectory);
  const place = clusterFolder(folder);
  const { initdb, postgres } = postgresBinaries(place.account);
  const passwords = passwordsFor(folder, place.exists);
  if (place.exists) {
    const onWait = () => say('waiting for the previous PostgreSQL on this data directory to end');
    await endServer(place.cluster, { onWait, signal });
  } else {
    await createCluster(place, { initdb, password: passwords.owner, durable, signal });
  }

  const port = await preferredPort(noteIn(folder).port);
  const elsewhere = path.dirname(place.cluster);
  /** @type {import('./keeper-process.mjs').Plan} */
  const plan = {
    postgres,
    args: ['-D', place.cluster, ...settings(port, { durable, cluster: place.cluster })],
    account: place.account,
    cluster: place.cluster,
    ...(temporary ? {} : { reserve: path.join(elsewhere, 'postgres-reserve') }),
    temporary: temporary ? [...new Set([folder, elsewhere])] : [],
  };
  const keeper = await startKeeper(plan, { log: path.join(folder, 'postgres.log'), signal });
  addToNote(folder, { port });

  let isStopping = false;
  keeper.on('message', (/** @type {any} */ { line }) => line && say(line));
  keeper.once('exit', () => isStopping || onGone('the process that keeps PostgreSQL was killed'));
  return {
    ownerUrl: (database) => `postgres://${owner}:${passwords.owner}@${host}:${port}/${database}`,
    directory: place.cluster,
    appUrl: (database) => `postgres://${app}:${passwords.app}@${host}:${port}/${database}`,
    stop: async () => {
      isStopping = true;
      await endKeeper(keeper);
      await endServer(place.cluster); // the keeper may have been killed
    },
  };
}

/**
 * @param {number} port
 * @param {{ durable: boolean, cluster: string }} options
 */
function settings(port, { durable, cluster }) {
  const walMegabytes = walMegabytesOn(cluster);
  const always = {
    port,
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: `${walMegabytes}MB`,
    min_wal_size: `${Math.min(80, walMegabytes / 2)}MB`,
    // Refused rows and wrong input go to the program that sent them, with data in them: not into a log.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    checkpoint_warning: 0,
  };
  // Logging in takes a guesser's time else: several milliseconds on either side of each connection.
  const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', scram_iterations: 1 };
  const chosen = durable ? always : { ...always, ...careless };
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * How much may be written ahead until a checkpoint lets go of it: on a small disk it would fill it before there is one.
 *
 * @param {string} folder
 */
function walMegabytesOn(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.max(64, Math.min(2048, 2 * Math.floor((bavail * bsize) / 2 ** 24)));
}

/**
 * Programs that wait for the database's return find it at the same address.
 *
 * @param {number | undefined} remembered
 */
const preferredPort = async (remembered) =>
  remembered !== undefined && (await isFree(remembered, host)) ? remembered : freePort(host);
