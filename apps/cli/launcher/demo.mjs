/**
 * `npm run demo`: as `npm start`, in a data directory of its own, with a made-up year of reports in it. A later start finds the year
 * there.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { makeFolders } from './data-directory.mjs';
import { runCommand } from './run-command.mjs';
import { explain, say, sayBeside } from './say.mjs';
import { checkNode, dataHome, projectRoot } from './setup.mjs';

checkNode();
const { Ending } = await import('./processes.mjs');
const { readStartSettings, usageOf } = await import('./start-settings.mjs');
const { runRegistry } = await import('./run-registry.mjs');

if (process.argv.includes('--json')) sayBeside();
try {
  process.env['XUDAI_DATA_DIR'] ||= path.join(dataHome, '.xudai-demo');
  const settings = readStartSettings(process.argv.slice(2), process.env, dataHome);
  if (settings.help) {
    process.stdout.write(`${usageOf('demo')}\n`);
  } else {
    const ending = new Ending(() => 0);
    const folder = path.join(settings.dataDirectory, 'demo');
    const file = path.join(folder, 'administrators-key');
    let key = '';
    /** @type {Promise<unknown> | undefined} */
    let filling;
    const begin = (/** @type {{ address: string }} */ { address }) => {
      say(`sign in with the administrator's key, which lies in ${file}`);
      filling = fill({ address, key, folder, isJson: settings.json }, ending).catch((error) => {
        if (!ending.signal.aborted) ending.come(explain(error));
      });
    };
    await runRegistry(settings, ending, begin, () => {
      key = administratorsKey(folder, file);
      return { XUDAI_BOOTSTRAP_KEY: key };
    });
    await filling;
    process.exitCode = ending.exitCode;
  }
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();

/**
 * Made at the first start, and read at each later one: a key of a registry of invented banks.
 *
 * @param {string} folder
 * @param {string} file in it
 */
function administratorsKey(folder, file) {
  if (!existsSync(file)) {
    makeFolders(folder, 0o700);
    writeFileSync(file, `xk_demo_${randomBytes(20).toString('hex')}`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/**
 * @param {{ address: string, key: string, folder: string, isJson: boolean }} demo
 * @param {import('./processes.mjs').Ending} ending
 */
async function fill({ address, key, folder, isJson }, ending) {
  const { exitCode } = await runCommand(
    process.execPath,
    ['--enable-source-maps', path.join(projectRoot, 'dist/apps/cli/src/xudai/demo/main.js')],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        DEMO_ADDRESS: address,
        DEMO_KEY: key,
        DEMO_FOLDER: folder,
        DEMO_JSON: isJson ? '1' : '',
      },
      answers: true,
      endsWithUs: true,
      signal: ending.signal,
    },
  );
  if (exitCode === 0) say(`the year is there: look at ${address}/console/progress (Ctrl-C stops it)`);
  else say('the year could not be filled in; the reason stands above');
}
