#!/usr/bin/env node
/** `npx xudai COMMAND`: the command of `apps/cli/src/xudai`, made ready to run in a clone. */
import path from 'node:path';

import { runCommand } from './run-command.mjs';
import { explain } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages, projectRoot } from './setup.mjs';

// What is made ready meanwhile is told beside: the command's own answer may be read by a program.
console.log = console.error;

checkNode();

try {
  await ensurePackages();
  await ensureBuild();
  const command = process.argv[2];
  if (command === 'start' || command === 'demo') {
    process.argv.splice(2, 1);
    await import(`./${command}.mjs`);
  }
  const main = path.join(projectRoot, 'dist/apps/cli/src/xudai/main.js');
  const { exitCode } = await runCommand(
    process.execPath,
    ['--enable-source-maps', main, ...process.argv.slice(2)],
    // Paths that are given are those of the folder where it was called.
    { cwd: process.cwd(), stdin: 'inherit' },
  );
  process.exitCode = exitCode;
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
