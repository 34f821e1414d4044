/**
 * PostgreSQL refuses to run as root, rightly. Started as root, we run it as an account that may do nothing
 * else, which then must be able to reach its programs and its data.
 */
import { chmodSync, chownSync, statSync } from 'node:fs';

import { ask } from './ask.mjs';
import { PlainFailure } from './say.mjs';

/** @typedef {{ uid: number, gid: number } | {}} Account empty: our own */

/** @returns {Account} */
export function accountForPostgres() {
  if (process.getuid?.() !== 0) return {};
  const account = idsOf('postgres') ?? idsOf('nobody');
  if (account === undefined) {
    throw new PlainFailure(
      'PostgreSQL does not run as root, and there is neither an account "postgres" nor "nobody" to run it as',
    );
  }
  return account;
}

/**
 * A cluster stays with the account that made it, also when another would be chosen today.
 *
 * @param {string} cluster
 * @returns {Account}
 */
export function accountOf(cluster) {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = statSync(cluster);
  return { uid, gid };
}

/**
 * @param {string} folder
 * @param {Account} account
 */
export const canEnter = (folder, account) => ask('test', ['-x', folder], account).isYes;

/**
 * Lets the account, and nobody else, walk through a folder that only root could enter until now; it may not
 * list it.
 *
 * @param {string} folder
 * @param {Account} account
 */
export function letThrough(folder, account) {
  if (!('gid' in account)) return;
  const { uid, mode } = statSync(folder);
  if (uid !== 0 || (mode & 0o077) !== 0) return;
  chownSync(folder, uid, account.gid);
  chmodSync(folder, 0o710);
}

/** @param {string} name */
function idsOf(name) {
  const [uid, gid] = ['-u', '-g'].map((option) => ask('id', [option, name]));
  return uid?.isYes && gid?.isYes ? { uid: Number(uid.words), gid: Number(gid.words) } : undefined;
}
