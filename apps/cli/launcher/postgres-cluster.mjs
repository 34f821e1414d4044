/**
 * A new database cluster: passwords first, then the cluster under another name, moved into place when it is
 * complete.
 */
import { randomInt } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { readKept, writeJson } from './json-file.mjs';
import { runCommand } from './run-command.mjs';
import { PlainFailure } from './say.mjs';

/** The superuser, who owns the tables, and the login of the programs, which migration creates. */
export const owner = 'xudai_owner';
export const app = 'xudai_app';

/** English, and no zone: whatever the machine is set to, the database behaves the same. */
export const postgresEnvironment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/**
 * @param {string} dataDirectory
 * @param {boolean} clusterExists
 * @returns {{ owner: string, app: string }}
 */
export function passwordsFor(dataDirectory, clusterExists) {
  const file = path.join(dataDirectory, 'database-passwords.json');
  const kept = readKept(file, {
    fits: (value) => [value.owner, value.app].every((word) => typeof word === 'string' && word !== ''),
    otherwise: 'does not hold the passwords of the two logins',
    cure: 'bring back the one that was there',
  });
  if (kept !== undefined) return kept;
  if (clusterExists)
    throw new PlainFailure(`${file} is gone; without it the database cannot be opened: bring it back`);

  const passwords = { owner: randomWord(32), app: randomWord(32) };
  writeJson(file, passwords, 0o600);
  return passwords;
}

/**
 * @param {import('./cluster-folder.mjs').Place} place
 * @param {{ initdb: string, password: string, durable: boolean, signal: AbortSignal | undefined }} options
 */
export async function createCluster({ cluster, account }, { initdb, password, durable, signal }) {
  removeUnfinished(cluster);
  const draft = `${cluster}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if ('uid' in account) for (const file of [draft, passwordFile]) chownSync(file, account.uid, account.gid);

  const settings = [
    '--auth=scram-sha-256',
    `--username=${owner}`,
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  const args = ['--pgdata', draft, ...settings, '--no-instructions', ...(durable ? [] : ['--no-sync'])];
  const options = { cwd: '/', env: postgresEnvironment, quiet: true, account, signal };
  try {
    const { exitCode, output } = await runCommand(initdb, args, options);
    if (exitCode !== 0) throw new PlainFailure(`initdb failed (exit code ${exitCode}):\n${output}`);
    renameSync(draft, cluster);
  } finally {
    removeUnfinished(cluster);
  }
}

/**
 * What kill -9 left behind; an initdb that still works on it is given time to notice.
 *
 * @param {string} cluster
 */
function removeUnfinished(cluster) {
  const folder = path.dirname(cluster);
  for (const name of readdirSync(folder).filter((entry) =>
    entry.startsWith(`${path.basename(cluster)}.new-`),
  )) {
    rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** @param {number} length */
function randomWord(length) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
