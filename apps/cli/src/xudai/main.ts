import { CommanderError } from 'commander';
import { exitCodes, Failure } from './failure.js';
import { plain, plainJson, plainLines } from './plain-text.js';
import { xudaiProgram } from './program.js';
import { Refused } from './registry.client.js';

/** What is started from a clone never comes here. */
const ofTheLauncher = (): never => {
  throw new Failure('A registry is started from a clone: npx xudai start', exitCodes.usage);
};

const program = xudaiProgram({
  ended: (exitCode) => {
    process.exitCode = exitCode;
  },
  others: {
    start: {
      summary: 'start a registry with its own database, as npm start does',
      options: ['--port'],
      run: ofTheLauncher,
    },
    demo: {
      summary: 'the same with a made-up year in it, as npm run demo does',
      options: ['--port'],
      run: ofTheLauncher,
    },
    generate: {
      summary: 'write a made-up year of reports, with what it comes to',
      options: ['--out', '--year', '--scale', '--seed', '--faults'],
      // It brings much along that no other command needs.
      run: async (args) => (await import('./generate/generate.js')).generate(args),
    },
  },
});

const isJson = process.argv.includes('--json');

/** For a program that asked for JSON: one object on a line, with the registry's problem where there is one. */
const failureJson = (failure: Failure): string =>
  plainJson({
    error: {
      message: failure.message,
      exitCode: failure.exitCode,
      problem: failure instanceof Refused ? failure.problem : null,
    },
  });

const report = (failure: Failure): void => {
  process.stderr.write(`${isJson ? failureJson(failure) : `xudai: ${plainLines(failure.message)}`}\n`);
  process.exitCode = failure.exitCode;
};

// A reader that closes the pipe early, as `head` does, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') report(new Failure(`The answer cannot be written (${error.code}).`));
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Failure) report(error);
  else if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = exitCodes.done;
  else if (error instanceof CommanderError && isJson)
    report(new Failure(error.message.replace(/^error: /, ''), exitCodes.usage));
  else if (error instanceof CommanderError) process.exitCode = exitCodes.usage;
  // What the system refuses says which file, and a stack adds nothing to that.
  else if (error instanceof Error && 'syscall' in error) report(new Failure(`${plain(error.message)}.`));
  else throw error;
}
