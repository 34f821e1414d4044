import { CommanderError } from 'commander';
import { exitCodes, Failure } from './failure.js';
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
    start: { summary: 'start a registry with its own database, as npm start does', run: ofTheLauncher },
    demo: { summary: 'the same with a made-up year in it, as npm run demo does', run: ofTheLauncher },
    generate: {
      summary: 'write a made-up year of reports, with what it comes to',
      // It brings much along that no other command needs.
      run: async (args) => (await import('./generate/generate.js')).generate(args),
    },
  },
});

// Who reads only the beginning of an answer is not told of the rest.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** For a program that asked for JSON: one object on a line, with the registry's problem where there is one. */
const failureJson = (failure: Failure): string =>
  JSON.stringify({
    error: {
      message: failure.message,
      exitCode: failure.exitCode,
      problem: failure instanceof Refused ? failure.problem : null,
    },
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  else if (error instanceof Failure) {
    process.stderr.write(
      `${program.opts<{ readonly json: boolean }>().json ? failureJson(error) : `xudai: ${error.message}`}\n`,
    );
    process.exitCode = error.exitCode;
  } else throw error;
}
