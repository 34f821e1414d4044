import { parseArgs } from 'node:util';
import { type ExitCode, exitCodes, exitCodeWords, type Failure, wrongUse } from '../failure.js';
import { Output } from '../output.process.js';
import { writeYear } from './written-year.file.js';

const usage = `xudai generate --out DIR [--year 2024] [--scale 1] [--seed 1] [--faults] [--json]

Writes a made-up year of lending, the same bytes for the same seed: a folder for each day, in it one NDJSON file for each institution
that reports on it; setup.json, the requests that make institutions, bailout programmes and scaled thresholds before the first
report; expected.json, what all of it comes to, to the fen.

  --out DIR     an empty folder, or one that is not there yet
  --year 2024   the year of the programme and calendar that are shipped; there is no other
  --scale 1     of the volume of a city: 1 is about 2.8 million reports (1.1 GB), 0.01 a hundredth of it; from 0.0001 to 4
  --seed 1      a whole number from 0; another seed is another year
  --faults      mixes in mistakes: a violation of each rule, the same report twice, late reports, borrowers that two banks claim;
                expected.json has for each line that is not recorded its file, line, id, rule and status
  --json        the result as one JSON object
  --help

${exitCodeWords}

Example: xudai generate --scale 0.01 --seed 7 --out year`;

const options = {
  out: { type: 'string' },
  year: { type: 'string', default: '2024' },
  scale: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  faults: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const number = (text: string | undefined): number => (/^\d+(\.\d+)?$/.test(text ?? '') ? Number(text) : NaN);

const largestSeed = 0xffff_ffff;

/** What each option takes, printed where it was given anything else. */
const takes = {
  '--out': 'Say where to write: --out DIR.',
  '--year': 'Only the year 2024 can be made.',
  '--scale': '--scale takes a number from 0.0001 to 4.',
  '--seed': `--seed takes a whole number from 0 to ${largestSeed}.`,
} as const;

const wrongIn = ({ out, year, scale, seed }: Given): string | undefined => {
  if (!out) return takes['--out'];
  if (year !== '2024') return takes['--year'];
  if (!(number(scale) >= 0.0001 && number(scale) <= 4)) return takes['--scale'];
  if (!Number.isInteger(number(seed)) || number(seed) > largestSeed) return takes['--seed'];
  return undefined;
};

const wrong = (sentence: string): Failure => wrongUse(`${sentence}\nxudai generate --help says more.`);

/** A value that begins as an option does, such as -1, is said to be ambiguous. */
const unparsed = (error: unknown): Failure => {
  const message = error instanceof Error ? error.message : String(error);
  const option = Object.entries(takes).find(([name]) => message.startsWith(`Option '${name}`));
  return wrong(option?.[1] ?? message);
};

const givenIn = (args: readonly string[]): Given => {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw unparsed(error);
  }
};

/** @throws Failure */
export const generate = (args: readonly string[]): ExitCode => {
  const given = givenIn(args);
  if (given.help) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.done;
  }
  const fault = wrongIn(given);
  if (fault !== undefined) throw wrong(fault);
  const [out, scale, seed] = [given.out ?? '', number(given.scale), number(given.seed)];
  const output = new Output(given.json ?? false);
  const written = writeYear({
    out,
    scale,
    seed,
    faults: given.faults ?? false,
    onDay: (done, days, reports) => output.progress(done, days, `${reports} reports`, ' of the days'),
  });
  const text = `${written.reports} reports in ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB, in ${out}`;
  output.answer({ out, scale, seed, ...written }, () => [text]);
  return exitCodes.done;
};
