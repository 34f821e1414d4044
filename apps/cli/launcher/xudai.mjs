#!/usr/bin/env node
/**
 * `npx xudai COMMAND`: the command of `apps/cli/src/xudai`, made ready to run in a clone. It runs in this process, so that a signal is
 * the command's own, and nothing goes on when the process is gone.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { explain, sayBeside } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages, projectRoot } from './setup.mjs';

const isJson = process.argv.includes('--json');
const place = process.argv.findIndex((word, at) => at > 1 && word !== '--json');
const starting = ['start', 'demo'].find((name) => name === process.argv[place]);

// Progress of the set-up goes to standard error: the command's own answer may be read by a program.
if (starting === undefined || isJson) sayBeside();
checkNode();
await makeReady();
if (starting === undefined) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path.join(projectRoot, 'dist/apps/cli/src/xudai/main.js')).href);
} else {
  process.argv.splice(place, 1);
  await import(`./${starting}.mjs`);
}

/** A signal meanwhile ends what installs or builds, and then this process, by that signal. */
async function makeReady() {
  const ending = new AbortController();
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => ending.abort(signal);
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, end);
  try {
    await ensurePackages({ signal: ending.signal });
    await ensureBuild({ signal: ending.signal });
  } catch (failure) {
    if (!ending.signal.aborted) process.exit(explain(failure));
  }
  for (const signal of signals) process.off(signal, end);
  if (ending.signal.aborted) process.kill(process.pid, ending.signal.reason);
}
