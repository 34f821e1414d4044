import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './run-command.mjs';
import { PlainFailure } from './say.mjs';
import { projectRoot } from './setup.mjs';

/** All faults of the settings, printed before anything is started. */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [signal]
 */
export async function checkSettings(env, signal) {
  const check = path.join(projectRoot, 'dist/apps/cli/src/check-settings.js');
  const { exitCode } = await runCommand(process.execPath, [check], { cwd: projectRoot, env, signal });
  if (exitCode !== 0) throw new PlainFailure('it is not started; the reasons stand above', exitCode);
}

/**
 * What the launcher itself must know before anything runs. All other settings are checked by the programs
 * that use them.
 */

/** As it was called: of the name of the command, or as a script of npm. @param {string} name @param {string} script */
const calledAs = (name, script) =>
  /^xudai(\.mjs)?$/.test(path.basename(process.argv[1] ?? '')) ? `xudai ${name}` : script;

/** @param {'start' | 'demo'} name */
export const usageOf = (name) =>
  usageAs(calledAs(name, name === 'start' ? 'npm start --' : 'npm run demo --'));

/** @param {string} command */
const usageAs = (command) => `${command} [--port N] [--json]

  --port N   the port to listen on; 0 picks a free one   (else XUDAI_PORT, else 7080 or the next free one)
  --json     once it is ready, one JSON object on standard output; all else on standard error
  --help

Settings are environment variables, XUDAI_DATA_DIR and others; see README.md.
Exit codes: 0 it was stopped; 1 it could not go on; 2 arguments or settings are wrong.

Example: XUDAI_DATA_DIR=/srv/xudai ${command} --port 8080`;

/**
 * @typedef {object} StartSettings
 * @property {boolean} help
 * @property {boolean} json
 * @property {string} dataDirectory absolute
 * @property {string} host
 * @property {number | undefined} port undefined when none was asked for
 * @property {'http' | 'https'} scheme
 * @property {Record<string, string>} files settings that name files, made absolute
 */

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} dataHome
 * @returns {StartSettings}
 */
export function readStartSettings(args, env, dataHome) {
  const { port, help = false, json = false } = optionsIn(args);
  const calledFrom = env['INIT_CWD'] ?? process.cwd(); // npm runs scripts in the project's root and leaves this word
  const fileSettings = Object.keys(env).filter((name) => /^XUDAI_\w+_FILE$/.test(name));
  return {
    help,
    json,
    dataDirectory: env['XUDAI_DATA_DIR']
      ? path.resolve(calledFrom, env['XUDAI_DATA_DIR'])
      : path.join(dataHome, '.xudai'),
    host: (env['XUDAI_HOST'] || '127.0.0.1').replaceAll(/[[\]]/g, ''),
    port: portOption(port) ?? portIn(env['XUDAI_PORT'] ?? ''),
    scheme: env['XUDAI_TLS_CERT_FILE'] ? 'https' : 'http',
    files: Object.fromEntries(
      fileSettings
        .filter((name) => env[name])
        .map((name) => [name, path.resolve(calledFrom, env[name] ?? '')]),
    ),
  };
}

/** @param {string[]} args */
function optionsIn(args) {
  try {
    return parseArgs({
      args,
      options: { port: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    throw new PlainFailure(`${error.message}\nWith --help it says what it takes.`, 2);
  }
}

/**
 * Undefined where it is none: a fault of XUDAI_PORT is printed with all other faults of the settings.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
function portIn(text) {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

/**
 * @param {string | undefined} text
 * @returns {number | undefined}
 */
function portOption(text) {
  if (text === undefined || text === '') return undefined;
  const port = portIn(text);
  if (port === undefined)
    throw new PlainFailure(`--port must be a number from 0 to 65535; it is "${text}"`, 2);
  return port;
}
