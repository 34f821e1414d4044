import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isBusinessDate, daysBetween } from '#calendar';
import { shippedDefinitions } from '#programmes';
import { makeFolders } from '../made-folders.file.js';
import { type SettingUpRequest, scaledThreshold } from '../generate/setting-up-requests.js';
import { writeYear, envelopeOf } from '../generate/written-year.file.js';
import { bailoutProgrammes, programmeBody } from '../../synthetic-year/bailout-stories.js';
import { dateText, dayAt, lastPlace } from '../../synthetic-year/business-days.js';
import { institutionAt } from '../../synthetic-year/parties.js';
import { type Sizes, sizesOf } from '../../synthetic-year/story.js';
import { Year } from '../../synthetic-year/year.js';

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

/*
 * The year that is under way when the demo is made, as far as it has come: so that there is something to expect. It is the made-up year told
 * again, with other draws, borrowers and loans of its own, and every date moved by whole weeks, so that a working day stays one; it begins
 * within the last week of December. Holidays move along: they are made up as the banks are. Its reports follow those of 2024 in the files of
 * their institutions.
 */

/** Its draws follow from the year itself. */
const laterSizes = (year: number, scale: number): Sizes => ({
  ...sizesOf(year, scale),
  later: { prefix: `${year}-`, firstBorrower: 500_000_000 },
});

const weeksBefore = (year: number): number => Math.floor(daysBetween('2024-01-01', `${year}-01-01`) / 7);

const dayMs = 86_400_000;

/** The date of a day of 2024 in that year. */
const movedDate = (year: number, date: string): string =>
  new Date(Date.parse(date) + weeksBefore(year) * 7 * dayMs).toISOString().slice(0, 10);

/** Dates in it moved, and codes of bailout programmes those of the year. */
const movedTo = (year: number, value: unknown): unknown => {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\d$/.test(value) ? movedDate(year, value) : value.replace(/-2024$/, `-${year}`);
  if (Array.isArray(value)) return value.map((each) => movedTo(year, each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, movedTo(year, each)]));
};

/** Not on the day itself, the most of which may be still to come. */
const isOver = (year: number, place: number, today: string): boolean =>
  movedDate(year, dateText(dayAt(place))) < today;

/** Indicators are of ends of quarters, which no week moves to others. */
const appendYearUnderWay = (folder: string, scale: number, today: string): void => {
  const year = Number(today.slice(0, 4));
  const made = new Year(laterSizes(year, scale));
  for (let place = 0; place <= lastPlace && isOver(year, place, today); place += 1) {
    const lines = new Map<string, string>();
    for (const report of made.reportsOf(place)) {
      if (report.story.borrower === null) continue;
      const { code } = institutionAt(report.story.institution);
      const line = JSON.stringify(movedTo(year, envelopeOf(report, code)));
      lines.set(code, `${lines.get(code) ?? ''}${line}\n`);
    }
    for (const [code, text] of lines) appendFileSync(path.join(folder, `${code}.ndjson`), text);
  }
};

const put = (path: string, body: object): SettingUpRequest => ({
  role: 'supervisor',
  method: 'PUT',
  path,
  body,
});

const within = (year: number, days: readonly string[]): readonly string[] =>
  days.map((day) => movedDate(year, day)).filter((day) => day.startsWith(`${year}-`));

/** What is to be there before its first report, and for its pace. */
const underWayRequests = (year: number, scale: number): readonly SettingUpRequest[] => [
  ...shippedDefinitions().calendars.map(({ code, body }) =>
    put(`/v1/calendars/${code}/${year}`, { off: within(year, body.off), worked: within(year, body.worked) }),
  ),
  // Without a cap, which would need an allocation of each bank, one request after another.
  ...bailoutProgrammes.map(({ code, name }) =>
    put(
      movedTo(year, `/v1/bailout/programmes/${code}`) as string,
      movedTo(year, programmeBody(scale, { code, name, isCapped: false })) as object,
    ),
  ),
];

export const codeOf = (year: number): string => `SH${String(year).slice(2)}`;

/** Only what is added up over the year is expected of one that is under way. */
const isAddedUp = (op: string | undefined): boolean => op === 'SUM' || op === 'COUNT_DISTINCT';

/** To be sent when the reports are counted: what is expected of a target is worked out once a day, and rests on all of them. */
const underWayDefinitions = (year: number, scale: number): readonly SettingUpRequest[] => {
  const { measures, programmes } = shippedDefinitions();
  const ops = new Map(measures.map(({ code, body }) => [code, body.op]));
  const period = { from: `${year}-01-01`, to: `${year}-12-31` };
  const path = `/v1/programmes/${codeOf(year)}`;
  const renamed = (text: string): string => text.replace('2024', String(year));
  return programmes.flatMap(({ code: of, body: { name }, targets }) => [
    put(path, { name: { zh: renamed(name.zh), en: renamed(name.en) }, ...period }),
    ...targets.flatMap(({ code, body }) => {
      if (!isAddedUp(ops.get(body.measure)) || typeof body.threshold !== 'string') return [];
      const threshold = scaledThreshold(body.threshold, body.unit, scale);
      return [put(`${path}/targets/${code.replace(of, codeOf(year))}`, { ...body, threshold, period })];
    }),
  ]);
};
