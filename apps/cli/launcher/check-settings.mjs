/** All that is wrong with the settings, told before anything is started for them. */
import path from 'node:path';

import { runCommand } from './run-command.mjs';
import { PlainFailure } from './say.mjs';
import { projectRoot } from './setup.mjs';

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [signal]
 */
export async function checkSettings(env, signal) {
  const check = path.join(projectRoot, 'dist/apps/cli/src/check-settings.js');
  const { exitCode } = await runCommand(process.execPath, [check], { cwd: projectRoot, env, signal });
  if (exitCode !== 0) throw new PlainFailure('it is not started; the reasons stand above', exitCode);
}
