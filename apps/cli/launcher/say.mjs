/**
 * The launcher's own lines, distinguished from the logs of what it runs; a closed terminal must not stop an
 * orderly end.
 */
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

let isBeside = false;

/** From now on standard output is for an answer alone, which a program may read: all other output goes to standard error. */
export function sayBeside() {
  isBeside = true;
  console.log = console.error;
}

/** Where the output of started programs goes. */
export const outputOfPrograms = () => (isBeside ? process.stderr.fd : 'inherit');

/** The whole answer, as one JSON object on a line. @param {object} json */
export const answer = (json) => process.stdout.write(`${JSON.stringify(json)}\n`);

/** @param {string} line */
export const say = (line) => console.log(`xudai: ${line}`);

/**
 * What went wrong in a way that one sentence explains: shown without a stack, and the command ends with
 * `exitCode`.
 */
export class PlainFailure extends Error {
  /**
   * @param {string} sentence
   * @param {number} [exitCode]
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Shows a failure the way a person needs it, and gives the code to end with.
 *
 * @param {unknown} failure
 * @returns {number}
 */
export function explain(failure) {
  const { code, syscall, message, exitCode = 1 } = /** @type {any} */ (failure);
  if (isBeside && process.argv.includes('--json'))
    console.error(JSON.stringify({ error: { message, exitCode, problem: null } }));
  else if (failure instanceof PlainFailure) console.error(`xudai: ${message}`);
  // What the system refuses says which file, and a stack adds nothing to that.
  else if (code !== undefined && syscall !== undefined) console.error(`xudai: cannot go on: ${message}`);
  else console.error(failure);
  return exitCode;
}
