import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { dateText, dayAt, lastPlace } from '../../synthetic-year/business-days.js';
import { institutionAt, institutions } from '../../synthetic-year/parties.js';
import { faultySizesOf, sizesOf, type Expected } from '../../synthetic-year/story.js';
import { type MadeReport, Year } from '../../synthetic-year/year.js';
import { Failure } from '../failure.js';
import { makeFolders } from '../made-folders.file.js';
import { plain } from '../plain-text.js';
import { settingUpRequests } from './setting-up-requests.js';
import { YearTotals } from './year-totals.js';

interface OpenFile {
  readonly fd: number;
  lines: string[];
  length: number;
  count: number;
}

/** The files of one day, one for each institution that has a line on it, written in parts so that no day has to fit into memory. */
class DayFiles {
  private readonly open = new Map<string, OpenFile>();
  private readonly digest = createHash('sha256');
  private folder = '';
  private day = '';
  files = 0;
  bytes = 0;

  constructor(private readonly out: string) {}

  begin(day: string): void {
    this.end();
    this.day = day;
    this.folder = path.join(this.out, day);
  }

  /** Gives the place of the line: its file, and its number there, from 1. */
  write(institution: string, line: string): { readonly file: string; readonly line: number } {
    let file = this.open.get(institution);
    if (!file) {
      // Where the whole is gone by now, nothing half is made anew.
      if (this.open.size === 0) mkdirSync(this.folder);
      file = {
        fd: openSync(path.join(this.folder, `${institution}.ndjson`), 'wx'),
        lines: [],
        length: 0,
        count: 0,
      };
      this.open.set(institution, file);
      this.files += 1;
    }
    file.lines.push(line);
    file.length += line.length;
    file.count += 1;
    if (file.length > 65_536) this.flush(institution, file);
    return { file: `${this.day}/${institution}.ndjson`, line: file.count };
  }

  private flush(institution: string, file: OpenFile): void {
    const text = Buffer.from(`${file.lines.join('\n')}\n`);
    this.digest.update(`${this.day}/${institution}\n`).update(text);
    this.bytes += text.length;
    for (let written = 0; written < text.length;) written += writeSync(file.fd, text, written);
    file.lines = [];
    file.length = 0;
  }

  private end(): void {
    for (const [institution, file] of this.open) {
      if (file.lines.length > 0) this.flush(institution, file);
      closeSync(file.fd);
    }
    this.open.clear();
  }

  /** SHA-256 over all of it, in the order in which it was written. */
  finish(): string {
    this.end();
    return this.digest.digest('hex');
  }
}

export interface WantedYear {
  readonly out: string;
  readonly scale: number;
  readonly seed: number;
  /** Whether mistakes are mixed in. */
  readonly faults: boolean;
  /** Called after each day. */
  readonly onDay?: (done: number, of: number, reports: number) => void;
}

export interface WrittenYear {
  readonly reports: number;
  readonly files: number;
  readonly bytes: number;
  readonly digest: string;
}

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

/** What holds something already may be another year, half of which would be left. */
const emptyFolder = (out: string): void => {
  makeFolders(out);
  if (!statSync(out).isDirectory())
    throw new Failure(`${plain(out)} is a file. Give --out a folder that is empty or not there.`);
  if (readdirSync(out).length > 0)
    throw new Failure(`${plain(out)} is not empty. Give --out a folder that is empty or not there.`);
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
