/*
 * A misspelt setting that is passed over leaves its writer believing that it holds. Every name that begins as ours do must be one.
 */

/** Of the tests and of the compose file, which an environment may hold as well; no program reads them. */
const ofOthers = [
  'XUDAI_TEST_OWNER_URL',
  'XUDAI_EVENT_STORE_RESTART',
  'XUDAI_VERSION',
  'XUDAI_HTTPS_PORT',
  'XUDAI_SECRETS_DIR',
];

/** Letters left out are the likeliest: a short form, as DB for DATABASE. */
const missingLetter = 0.6;

/** How many letters are to be put in, left out, replaced or swapped with their neighbour to make one of the other. */
const distance = (from: string, to: string): number => {
  let [beforeLast, last] = [
    [] as number[],
    Array.from({ length: to.length + 1 }, (_, at) => at * missingLetter),
  ];
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + missingLetter,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
};

const nearest = (name: string, known: readonly string[]): string =>
  known.reduce((best, each) => (distance(name, each) < distance(name, best) ? each : best), known[0] ?? '');

/** A line for each name that is none of those known, with the nearest that is. */
export const unknownNames = (given: readonly string[], known: readonly string[]): readonly string[] =>
  given
    .filter((name) => /^xudai_/i.test(name) && !known.includes(name) && !ofOthers.includes(name))
    // A name is written by whoever sets it, and may be anything: it is shown as far as it may be one.
    .map((name) => {
      const shown = name.replaceAll(/[^A-Za-z0-9_]/g, '?').slice(0, 60);
      return `${shown}: there is no such setting; the nearest is ${nearest(name.toUpperCase().slice(0, 60), known)}`;
    });
