import { type Logger, pino } from 'pino';
import { loggedError } from './logged-error.js';
import { SurvivingOutput } from './surviving-output.file.js';

const standardOutput = 1;

/**
 * The log of a program: one JSON object a line on standard output, from its first line to its last. Must be called before anything
 * else is loaded, so that what fails while loading, what nobody caught and what Node.js warns of are lines of it as well.
 */
export const programLog = (program: string): Logger => {
  const logger = pino(
    { base: { program }, serializers: { err: loggedError } },
    new SurvivingOutput(standardOutput),
  );
  process.on('uncaughtException', (error, origin) => {
    atAnyLevel(logger).fatal({ err: error, origin }, 'nobody caught an error: the program ends');
    process.exit(1);
  });
  // Node's own listener writes text to standard error.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'Node.js warns'));
  return logger;
};

/** Why a program ends is said also where nothing else is to be logged. */
const atAnyLevel = (logger: Logger): Logger => logger.child({}, { level: 'fatal' });

/** Says in one line for each sentence why the program cannot go on, and ends it. */
export const endForFault = (logger: Logger, sentences: readonly string[], exitCode: number): never => {
  for (const sentence of sentences) atAnyLevel(logger).fatal(sentence);
  process.exit(exitCode);
};
