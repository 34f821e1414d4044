/* Finds misspelt settings, which would else be ignored silently: every variable with the prefix must be a known one. */

/** Variables of the tests and of the compose file, which no program reads. */
const ofOthers = [
  'XUDAI_TEST_OWNER_URL',
  'XUDAI_EVENT_STORE_RESTART',
  'XUDAI_VERSION',
  'XUDAI_HTTPS_PORT',
  'XUDAI_SECRETS_DIR',
];

/** Missing letters weigh less than other edits: abbreviations, as DB for DATABASE, are the likeliest mistake. */
const missingLetter = 0.6;

/** Edit distance with transpositions (Damerau–Levenshtein), with a lower weight for missing letters. */
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

/** A line for each unknown name, with the nearest known one. */
export const unknownNames = (given: readonly string[], known: readonly string[]): readonly string[] =>
  given
    .filter((name) => /^xudai_/i.test(name) && !known.includes(name) && !ofOthers.includes(name))
    // A name may contain anything, so the message shows only the part that is a valid name.
    .map((name) => {
      const shown = name.replaceAll(/[^A-Za-z0-9_]/g, '?').slice(0, 60);
      return `${shown}: there is no such setting; the nearest is ${nearest(name.toUpperCase().slice(0, 60), known)}`;
    });
