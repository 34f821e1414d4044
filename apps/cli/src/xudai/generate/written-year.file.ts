import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dateText, dayAt, lastPlace } from '../../synthetic-year/business-days.js';
import { institutionAt, institutions } from '../../synthetic-year/institutions.js';
import { faultySizesOf, sizesOf } from '../../synthetic-year/sizes.js';
import type { Expected } from '../../synthetic-year/story.js';
import { type MadeReport, Year } from '../../synthetic-year/year.js';
import { DayFiles } from './day-files.file.js';
import { settingUpRequests } from './setting-up-requests.js';
import { YearTotals } from './year-totals.js';

export interface WantedYear {
  readonly out: string;
  readonly scale: number;
  readonly seed: number;
  /** Whether mistakes are mixed in. */
  readonly faults: boolean;
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

const idOf = ({ story, step, no }: MadeReport): string => `${story.subject}-${step.sent?.idOf ?? no}`;

/** As it is sent. */
export const envelopeOf = (report: MadeReport, institution: string): object => {
  const { story, step } = report;
  const {
    source = `/institutions/${institution}`,
    subject = story.subject,
    subjectOf,
    time,
  } = step.sent ?? {};
  return {
    specversion: '1.0',
    id: idOf(report),
    source,
    type: `xudai.${step.type}.v1`,
    subject: subjectOf === undefined ? subject : `${story.subject}-${subjectOf}`,
    ...(time === undefined ? {} : { time }),
    data: { effectiveDate: dateText(step.effective), ...step.data },
  };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const emptyFolder = (out: string): void => {
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new FolderInUse(`${out} is not empty.`);
};

/**
 * Writes the year: a folder for each day, in it a file for each institution that reports on it; `setup.json` with what is to be there
 * before; and at last `expected.json` with what all of it comes to.
 */
export const writeYear = ({ out, scale, seed, faults, onDay }: WantedYear): WrittenYear => {
  emptyFolder(out);
  writeFileSync(path.join(out, 'setup.json'), json(settingUpRequests(scale, faults)));
  const year = new Year(faults ? faultySizesOf(seed, scale) : sizesOf(seed, scale));
  const files = new DayFiles(out);
  const all = new YearTotals();
  const byInstitution = institutions.map(() => new YearTotals());
  const others: (Expected & { readonly file: string; readonly line: number; readonly id: string })[] = [];
  const contested: object[] = [];
  let reports = 0;
  for (let place = 0; place <= lastPlace; place += 1) {
    files.begin(dateText(dayAt(place)));
    for (const report of year.reportsOf(place)) {
      const { story, step } = report;
      const { institution } = story;
      const { code } = institutionAt(institution);
      const written = files.write(code, JSON.stringify(envelopeOf(report, code)));
      if (step.expected) others.push({ ...written, id: idOf(report), ...step.expected });
      if (story.claim && step.type === 'borrower.first-time-flagged')
        contested.push({
          borrower: story.borrower?.description.id,
          institution: code,
          loanId: story.subject,
          status: story.claim,
        });
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
    faults,
    recorded: reports - others.length,
    refused: others.filter(({ outcome }) => outcome === 'refused').length,
    repeated: others.filter(({ outcome }) => outcome === 'repeated').length,
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
    notRecorded: others,
    contested,
  };
  writeFileSync(path.join(out, 'expected.json'), json(expected));
  return written;
};
