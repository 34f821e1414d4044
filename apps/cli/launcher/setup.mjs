/**
 * A fresh clone made ready: packages installed when the lock file changed, sources compiled when they did.
 * Needs nothing but Node itself; everything here costs milliseconds when there is nothing to do.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { areInstalled } from './installed-packages.mjs';
import { onceOnly as onceOnlyIn } from './once-only.mjs';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const inRoot = (/** @type {string[]} */ ...parts) => path.join(projectRoot, ...parts);

/** Else it is an installed package: nothing is installed or built. npm packs no lock file. */
const isClone = existsSync(inRoot('package-lock.json'));
/** Where data directories lie that nobody names; nothing is kept among installed packages. */
export const dataHome = isClone ? projectRoot : (process.env['INIT_CWD'] ?? process.cwd());

/** @typedef {{ signal?: AbortSignal }} Stoppable */
/** @typedef {import('./once-only.mjs').Run} Run */

const onceOnly = onceOnlyIn(projectRoot);

/** Nest loads ES modules by require, which Node can since 20.19 and 22.12. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(
    `xudai: Node.js 20.19 or newer is needed (of the 22 line 22.12 or newer); this is ${process.version}.`,
  );
  process.exit(1);
}

/** @param {Stoppable} [options] */
export async function ensurePackages({ signal } = {}) {
  if (!isClone) return;
  const stamp = inRoot('node_modules/.xudai-stamp');
  const machine = `${process.version} ${process.platform} ${process.arch}`;
  const wanted = `${sha256(readFileSync(inRoot('package-lock.json')))} ${machine}`;
  const noted = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined);

  await onceOnly(
    () => noted() === wanted,
    signal,
    async (run) => {
      const isOtherMachine = noted()?.endsWith(machine) === false;
      if (isOtherMachine || !areInstalled(projectRoot)) await installPackages(run);
      writeFileSync(stamp, wanted);
    },
  );
}

/** @param {Stoppable} [options] */
export async function ensureBuild({ signal } = {}) {
  if (!isClone) return;
  for (const part of buildParts) await ensurePart(part, signal);
}

/**
 * What is built apart: a change of a program does not build the console anew, nor the other way round.
 *
 * @typedef {object} BuildPart
 * @property {string} what
 * @property {string[]} made folders below dist, removed before
 * @property {() => string[]} sources
 * @property {string[]} command
 */

const commandLine = (/** @type {string} */ text) => text.split(' ');

/** @type {BuildPart[]} */
const buildParts = [
  {
    what: 'building',
    made: ['apps', 'libs'],
    sources: () => [
      ...['apps', 'libs']
        .flatMap((folder) => filesUnder(inRoot(folder)))
        .filter((file) => !file.startsWith(inRoot('apps/console', path.sep))),
      inRoot('.swcrc'),
      inRoot('package.json'),
    ],
    command: [
      inRoot('node_modules/.bin/swc'),
      ...commandLine('apps/registry apps/projector apps/cli libs -d dist'),
      ...commandLine('--config-file .swcrc --copy-files --quiet'),
    ],
  },
  {
    what: 'building the console',
    made: ['console'],
    sources: () => [
      ...['apps/console', 'libs/contract', 'libs/identifiers'].flatMap((folder) =>
        filesUnder(inRoot(folder)),
      ),
      inRoot('package-lock.json'),
    ],
    command: [
      inRoot('node_modules/vite/bin/vite.js'),
      ...commandLine('build --config apps/console/vite.config.ts --logLevel warn'),
    ],
  },
];

/**
 * @param {BuildPart} part
 * @param {AbortSignal | undefined} signal
 */
async function ensurePart({ what, made, sources, command }, signal) {
  const stamp = inRoot('dist', `.built-${made[0]}`);
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprintOf(sources());
  await onceOnly(isCurrent, signal, async (run) => {
    const fingerprint = fingerprintOf(sources()); // what is edited meanwhile is compiled next time
    // Else it would be taken for the stamp of a half-built tree, where the sources become what they were.
    rmSync(stamp, { force: true });
    for (const folder of made) rmSync(inRoot('dist', folder), { recursive: true, force: true });
    await run(what, [process.execPath, ...command]);
    writeFileSync(stamp, fingerprint);
  });
}

/**
 * Settings that npm passes down to its scripts, or that the caller has for programs of his own, would leave
 * out development packages or put them elsewhere; only how to reach the registry is kept.
 *
 * @param {Run} run
 */
async function installPackages(run) {
  const kept =
    /^npm_config_(registry|cache|userconfig|globalconfig|.*proxy|ca|cafile|strict_ssl|\/\/.*|.*:registry)$/i;
  const isHarmless = (/** @type {string} */ name) =>
    name !== 'NODE_ENV' && (!/^npm_config_/i.test(name) || kept.test(name));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isHarmless(name)));
  // Notes of what is installed do not outlive the beginning of its removal.
  for (const note of ['.xudai-stamp', '.package-lock.json'])
    rmSync(inRoot('node_modules', note), { force: true });
  const options = ['--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await run('installing packages', ['npm', 'ci', ...options], env);
}

/**
 * Names, sizes and times of all that a build reads: also a deleted, renamed or restored file makes it differ.
 *
 * @param {string[]} files
 */
function fingerprintOf(files) {
  const lines = files.map((file) => {
    const found = lstatSync(file, { throwIfNoEntry: false }); // it may vanish while somebody edits
    return `${path.relative(projectRoot, file)} ${found?.size} ${found?.mtimeMs}`;
  });
  return sha256(lines.sort().join('\n'));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(place) : [place];
  });
}

const sha256 = (/** @type {string | Buffer} */ content) => createHash('sha256').update(content).digest('hex');
