import { parseArgs } from 'node:util';
import { FolderInUse, writeYear } from './written-year.file.js';

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

Exit codes: 0 done; 1 the folder is in use; 2 arguments are wrong.

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

const wrongIn = ({ out, year, scale, seed }: Given): string | undefined => {
  if (!out) return 'Say where to write: --out DIR.';
  if (year !== '2024') return 'Only the year 2024 can be made.';
  if (!(number(scale) >= 0.0001 && number(scale) <= 4)) return '--scale takes a number from 0.0001 to 4.';
  if (!Number.isInteger(number(seed)) || number(seed) > 0xffff_ffff)
    return '--seed takes a whole number from 0.';
  return undefined;
};

/** A bar on a terminal, else a line for each tenth. */
const progress = (stream: NodeJS.WriteStream) => {
  let tenths = 0;
  return (done: number, of: number, reports: number): void => {
    if (stream.isTTY) {
      const width = Math.floor((done * 30) / of);
      stream.write(`\r[${'='.repeat(width).padEnd(30)}] ${reports} reports${done === of ? '\n' : ''}`);
    } else if (Math.floor((done * 10) / of) > tenths) {
      tenths = Math.floor((done * 10) / of);
      stream.write(`xudai: ${tenths * 10} % of the days, ${reports} reports\n`);
    }
  };
};

/** Gives the exit code. */
export const generate = (args: readonly string[]): number => {
  let given: Given;
  try {
    given = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
  if (given.help) return said(usage, 0);
  const wrong = wrongIn(given);
  if (wrong !== undefined) return wrongUse(wrong);
  const [out, scale, seed] = [given.out ?? '', number(given.scale), number(given.seed)];
  try {
    const written = writeYear({
      out,
      scale,
      seed,
      faults: given.faults ?? false,
      onDay: progress(process.stderr),
    });
    const text = `${written.reports} reports in ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB, in ${out}`;
    return said(given.json ? JSON.stringify({ out, scale, seed, ...written }) : text, 0);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    process.stderr.write(`xudai: ${error.message} Give --out a folder that is empty or not there.\n`);
    return 1;
  }
};

const said = (text: string, exitCode: number): number => {
  process.stdout.write(`${text}\n`);
  return exitCode;
};

const wrongUse = (message: string): number => {
  process.stderr.write(`xudai: ${message}\nxudai generate --help says more.\n`);
  return 2;
};
