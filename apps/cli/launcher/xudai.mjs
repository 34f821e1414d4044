#!/usr/bin/env node
/** `npx xudai COMMAND`: the command of `apps/cli/src/xudai`, made ready to run in a clone. */
import path from 'node:path';

import { runCommand } from './run-command.mjs';
import { explain, sayBeside } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages, projectRoot } from './setup.mjs';

const isJson = process.argv.includes('--json');
const place = process.argv.findIndex((word, at) => at > 1 && word !== '--json');
const starting = ['start', 'demo'].find((name) => name === process.argv[place]);

// What is made ready meanwhile is told beside: the command's own answer may be read by a program.
if (starting === undefined || isJson) sayBeside();
checkNode();

try {
  await ensurePackages();
  await ensureBuild();
  if (starting !== undefined) {
    process.argv.splice(place, 1);
    await import(`./${starting}.mjs`);
  }
  const main = path.join(projectRoot, 'dist/apps/cli/src/xudai/main.js');
  const { exitCode } = await runCommand(
    process.execPath,
    ['--enable-source-maps', main, ...process.argv.slice(2)],
    // Paths that are given are those of the folder where it was called.
    { cwd: process.cwd(), stdin: 'inherit', answers: true },
  );
  process.exitCode = exitCode;
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
