import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isBusinessDate } from '#calendar';
import { makeFolders } from '../made-folders.file.js';
import type { SettingUpRequest } from '../generate/setting-up-requests.js';
import { writeYear } from '../generate/written-year.file.js';
import { appendYearUnderWay, underWayDefinitions, underWayRequests } from './year-under-way.file.js';

interface DemoYear {
  /** Of each institution all that it reports, day after day, in one file. */
  readonly files: ReadonlyMap<string, string>;
  /** What is to be there before, in this order. */
  readonly requests: readonly SettingUpRequest[];
  /** Of which there is a part beside the year that is over. */
  readonly underWay: number;
  /** What is to be sent when everything is counted. */
  readonly definitions: readonly SettingUpRequest[];
}

const extension = '.ndjson';

/** Day files of a year as one file for each institution, by its code. */
export const joinDays = (year: string, into: string): void => {
  const days = readdirSync(year, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  for (const day of days)
    for (const file of readdirSync(path.join(year, day)))
      appendFileSync(path.join(into, file), readFileSync(path.join(year, day, file)));
};

/** Of each institution, by its code, the file of its reports. */
export const filesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(extension))
      .map((name) => [name.slice(0, -extension.length), path.join(folder, name)]),
  );

/** The day on which the files were made whole; undefined where they are not, or are of another form. */
const madeOn = (file: string): string | undefined => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return isBusinessDate(text) ? text : undefined;
};

/** Of the year that is under way there is less, so that it takes little longer. */
const shareUnderWay = 0.25;

/** Written once: a later start finds the same files, which are the same submissions. */
export const demoYear = (
  folder: string,
  { scale, today }: { readonly scale: number; readonly today: string },
  onDay: (done: number, of: number, reports: number) => void,
): DemoYear => {
  const [year, files, whole] = ['year', 'files', 'whole'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const scaleUnderWay = scale * shareUnderWay;
  const day = madeOn(whole) ?? today;
  if (madeOn(whole) === undefined) {
    for (const half of [year, files]) rmSync(half, { recursive: true, force: true });
    makeFolders(files);
    writeYear({ out: year, scale, seed: 1, faults: false, onDay });
    joinDays(year, files);
    appendYearUnderWay(files, scaleUnderWay, day);
    writeFileSync(whole, day);
  }
  const underWay = Number(day.slice(0, 4));
  return {
    files: filesIn(files),
    requests: [
      ...(JSON.parse(readFileSync(path.join(year, 'setup.json'), 'utf8')) as readonly SettingUpRequest[]),
      ...underWayRequests(underWay, scaleUnderWay),
    ],
    underWay,
    definitions: underWayDefinitions(underWay, scaleUnderWay),
  };
};
