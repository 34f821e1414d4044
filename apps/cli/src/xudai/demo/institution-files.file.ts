import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { SettingUpRequest } from '../generate/setting-up-requests.js';
import { writeYear } from '../generate/written-year.file.js';

interface DemoYear {
  /** Of each institution all that it reports, day after day, in one file. */
  readonly files: ReadonlyMap<string, string>;
  /** What is to be there before, in this order. */
  readonly requests: readonly SettingUpRequest[];
}

const extension = '.ndjson';

/** Day files of a year as one file for each institution. */
const joinDays = (year: string, into: string): void => {
  const days = readdirSync(year, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  for (const day of days)
    for (const file of readdirSync(path.join(year, day)))
      appendFileSync(path.join(into, file), readFileSync(path.join(year, day, file)));
};

/** Written once: a later start finds the same files, which are the same submissions. */
export const demoYear = (
  folder: string,
  scale: number,
  onDay: (done: number, of: number, reports: number) => void,
): DemoYear => {
  const [year, files, whole] = ['year', 'files', 'whole'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  if (!existsSync(whole)) {
    for (const half of [year, files]) rmSync(half, { recursive: true, force: true });
    mkdirSync(files, { recursive: true });
    writeYear({ out: year, scale, seed: 1, faults: false, onDay });
    joinDays(year, files);
    writeFileSync(whole, '');
  }
  const names = readdirSync(files).filter((name) => name.endsWith(extension));
  return {
    files: new Map(names.map((name) => [name.slice(0, -extension.length), path.join(files, name)])),
    requests: JSON.parse(readFileSync(path.join(year, 'setup.json'), 'utf8')) as readonly SettingUpRequest[],
  };
};
