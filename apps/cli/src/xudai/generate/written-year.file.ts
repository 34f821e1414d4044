import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dateText, dayAt, lastPlace } from '../../synthetic-year/business-days.js';
import { institutionAt, institutions } from '../../synthetic-year/institutions.js';
import { sizesOf } from '../../synthetic-year/sizes.js';
import { type MadeReport, Year } from '../../synthetic-year/year.js';
import { DayFiles } from './day-files.file.js';
import { settingUpRequests } from './setting-up-requests.js';
import { YearTotals } from './year-totals.js';

export interface WantedYear {
  readonly out: string;
  readonly scale: number;
  readonly seed: number;
  /** Told after each day. */
  readonly onDay?: (done: number, of: number, reports: number) => void;
}

export interface WrittenYear {
  readonly reports: number;
  readonly files: number;
  readonly bytes: number;
  readonly digest: string;
}

/** The folder holds something already: it may be another year, half of which would be left. */
export class FolderInUse extends Error {}

const lineOf = ({ story, step, no }: MadeReport, institution: string): string =>
  JSON.stringify({
    specversion: '1.0',
    id: `${story.subject}-${no}`,
    source: `/institutions/${institution}`,
    type: `xudai.${step.type}.v1`,
    subject: story.subject,
    data: { effectiveDate: dateText(step.effective), ...step.data },
  });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const emptyFolder = (out: string): void => {
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new FolderInUse(`${out} is not empty.`);
};

/**
 * Writes the year: a folder for each day, in it a file for each institution that reports on it; `setup.json` with what is to be there
 * before; and at last `expected.json` with what all of it comes to.
 */
export const writeYear = ({ out, scale, seed, onDay }: WantedYear): WrittenYear => {
  emptyFolder(out);
  writeFileSync(path.join(out, 'setup.json'), json(settingUpRequests(scale)));
  const year = new Year(sizesOf(seed, scale));
  const files = new DayFiles(out);
  const all = new YearTotals();
  const byInstitution = institutions.map(() => new YearTotals());
  let reports = 0;
  for (let place = 0; place <= lastPlace; place += 1) {
    files.begin(dateText(dayAt(place)));
    for (const report of year.reportsOf(place)) {
      const { institution } = report.story;
      files.write(institutionAt(institution).code, lineOf(report, institutionAt(institution).code));
      all.add(report);
      byInstitution[institution]?.add(report);
      reports += 1;
    }
    onDay?.(place + 1, lastPlace + 1, reports);
  }
  const digest = files.finish();
  const written = { reports, files: files.files, bytes: files.bytes, digest };
  const expected = {
    year: 2024,
    scale,
    seed,
    ...written,
    recorded: reports,
    refused: 0,
    effectiveAsOf: '2024-12-31',
    types: all.byType(),
    measures: all.measures(),
    renewalsByMonth: all.renewalsByMonth(),
    institutions: institutions.map(({ code, kind, name }, no) => ({
      code,
      kind,
      name,
      types: byInstitution[no]?.byType(),
      measures: byInstitution[no]?.measures(),
    })),
    refusals: [],
  };
  writeFileSync(path.join(out, 'expected.json'), json(expected));
  return written;
};
