import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { readKept, writeJson } from './json-file.mjs';
import { accountForPostgres, accountOf, canEnter, letThrough } from './postgres-account.mjs';
import { PlainFailure } from './say.mjs';

/** Where root keeps what must not lie in a private home: PostgreSQL's programs, and clusters. */

const sharedFolder = '/var/lib/xudai';

/**
 * The way to it is opened whatever umask root has.
 *
 * @param {string} name
 */
export function inSharedFolder(name) {
  mkdirSync(sharedFolder, { recursive: true });
  chmodSync(sharedFolder, 0o755);
  return path.join(sharedFolder, name);
}

/**
 * Fails when there is one.
 *
 * @param {string} folder
 */
function makeOpenFolder(folder) {
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

/**
 * Where the cluster of a data directory lies: inside it, unless root's PostgreSQL account cannot get there (a
 * private home). Then it lies in a common place, and a note in the data directory says where.
 */

/** @typedef {{ cluster: string, exists: boolean, account: import('./postgres-account.mjs').Account }} Place */
/** @typedef {{ cluster?: string, port?: number }} Note `cluster` when it lies elsewhere, `port` once it ran */

const noteFile = (/** @type {string} */ dataDirectory) => path.join(dataDirectory, 'postgres.json');

/**
 * @param {string} dataDirectory
 * @returns {Note}
 */
export const noteIn = (dataDirectory) =>
  readKept(noteFile(dataDirectory), {
    fits: ({ cluster, port }) =>
      (cluster === undefined || (typeof cluster === 'string' && path.isAbsolute(cluster))) &&
      (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)),
    otherwise: 'does not say where the database lies',
    cure: `bring back the one that was there, or remove it if the database lies in ${path.join(dataDirectory, 'postgres')}`,
  }) ?? {};

/**
 * @param {string} dataDirectory
 * @param {Note} more
 */
export const addToNote = (dataDirectory, more) =>
  writeJson(noteFile(dataDirectory), { ...noteIn(dataDirectory), ...more });

/**
 * @param {string} dataDirectory an existing folder, its real path
 * @returns {Place}
 */
export function clusterFolder(dataDirectory) {
  const note = noteIn(dataDirectory);
  const cluster = note.cluster ?? path.join(dataDirectory, 'postgres');
  const exists = existsSync(path.join(cluster, 'PG_VERSION'));
  if (!exists && note.port !== undefined) {
    throw new PlainFailure(
      `the database of ${dataDirectory} is gone from ${cluster}: bring it back, or begin anew in an empty directory`,
    );
  }
  if (exists) {
    if (note.cluster !== undefined) refuseCopies(dataDirectory, cluster);
    return { cluster, exists, account: reachable(cluster, accountOf(cluster)) };
  }

  if (!isVacant(cluster)) {
    throw new PlainFailure(
      `${cluster} is there but holds no database: move it away, or name another folder in XUDAI_DATA_DIR`,
      2,
    );
  }
  const account = accountForPostgres();
  letThrough(dataDirectory, account);
  if (note.cluster !== undefined || canEnter(dataDirectory, account)) return { cluster, exists, account };

  const elsewhere = reserveElsewhere(dataDirectory);
  addToNote(dataDirectory, { cluster: elsewhere });
  return { cluster: elsewhere, exists, account };
}

/**
 * Whether a new cluster can be moved there.
 *
 * @param {string} cluster
 */
function isVacant(cluster) {
  const found = lstatSync(cluster, { throwIfNoEntry: false });
  return found === undefined || (found.isDirectory() && readdirSync(cluster).length === 0);
}

/**
 * @param {string} cluster
 * @param {import('./postgres-account.mjs').Account} account
 */
function reachable(cluster, account) {
  if (canEnter(cluster, account)) return account;
  throw new PlainFailure(
    `the account that PostgreSQL runs as can no longer reach ${cluster}: give it passage through the folders above`,
  );
}

/**
 * A name that is taken belongs to a data directory that was removed or moved; it is never overwritten.
 *
 * @param {string} dataDirectory
 */
function reserveElsewhere(dataDirectory) {
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  for (let number = 1; ; number += 1) {
    const folder = inSharedFolder(number === 1 ? hash : `${hash}-${number}`);
    try {
      makeOpenFolder(folder);
      writeFileSync(path.join(folder, 'data-directory'), dataDirectory);
      return path.join(folder, 'postgres');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/**
 * A data directory may be moved. Of one that was copied both would use the same database, and stop each
 * other's server.
 *
 * @param {string} dataDirectory
 * @param {string} cluster
 */
function refuseCopies(dataDirectory, cluster) {
  const ownerFile = path.join(path.dirname(cluster), 'data-directory');
  const owner = readFileSync(ownerFile, 'utf8');
  if (owner === dataDirectory) return;
  if (noteIn(owner).cluster === cluster) {
    throw new PlainFailure(
      `${dataDirectory} is a copy of ${owner}, whose database lies in ${cluster}; two cannot use it`,
    );
  }
  writeFileSync(ownerFile, dataDirectory);
}
