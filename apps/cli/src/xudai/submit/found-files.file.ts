import { readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { Failure, wrongUse } from '../failure.js';
import { plain } from '../plain-text.js';
import { formatOf, isWritten, noReports } from './measured-file.file.js';

/* Which files are sent: those that are named, and in folders all that hold reports. Whatever else stands there is told. */

export interface LeftOut {
  readonly file: string;
  readonly why: string;
}

export interface FilesFound {
  readonly files: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** By its path within a folder; what is hidden is nobody's report, and not told of. */
const isHidden = (file: string): boolean => /(^|[/\\])\./.test(file);

/** What is no file cannot be measured first and sent then. */
const whatElse = (found: Stats): string | undefined => {
  if (found.isFile()) return undefined;
  if (found.isFIFO()) return 'a pipe (FIFO)';
  if (found.isSocket()) return 'a socket';
  return found.isDirectory() ? 'a folder' : 'a device';
};

/** A link to a file is the file, under the name of the link. */
const whyLeftOut = (file: string, isLink: boolean): string | undefined => {
  let found: Stats | undefined;
  try {
    found = statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    return `it cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
  if (found === undefined) return 'it is a link to what is not there';
  const other = whatElse(found);
  if (other !== undefined) return isLink ? `it is a link to ${other}` : `it is ${other}, not a file`;
  return formatOf(file) === undefined ? 'it is neither NDJSON nor CSV' : undefined;
};

export const leftOutWords = ({ file, why }: LeftOut): string => `${plain(file)} is left out: ${why}`;

const inFolder = (folder: string): FilesFound => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ file: path.join(entry.parentPath, entry.name), isLink: entry.isSymbolicLink() }))
    .filter(({ file }) => !isHidden(path.relative(folder, file)) && !isWritten(file))
    .toSorted((one, other) => (one.file < other.file ? -1 : 1))
    .map(({ file, isLink }) => ({ file, why: whyLeftOut(file, isLink) }));
  const files = entries.filter(({ why }) => why === undefined).map(({ file }) => file);
  const leftOut = entries.flatMap(({ file, why }) => (why === undefined ? [] : [{ file, why }]));
  if (files.length === 0)
    throw new Failure(
      [
        `There is no file of reports in ${plain(folder)}.`,
        ...leftOut.map((each) => `  ${leftOutWords(each)}`),
      ].join('\n'),
    );
  return { files, leftOut };
};

const cannotBeRead = (given: string, error: unknown): Failure =>
  new Failure(`${plain(given)} cannot be read (${(error as NodeJS.ErrnoException).code}).`);

const foundAt = (given: string): FilesFound => {
  let found: Stats;
  try {
    found = statSync(given);
    if (found.isDirectory()) return inFolder(given);
  } catch (error) {
    throw error instanceof Failure ? error : cannotBeRead(given, error);
  }
  if (formatOf(given) === undefined) throw wrongUse(noReports(given));
  const other = whatElse(found);
  if (other !== undefined)
    throw wrongUse(
      `${plain(given)} is ${other}: a file is read once for its digest and its count and once to be sent. Write what comes out of it to a file, and submit that.`,
    );
  return { files: [given], leftOut: [] };
};

/** In the order of their paths. What cannot be sent is told before anything is. @throws Failure */
export const filesIn = (paths: readonly string[]): FilesFound => {
  const found = paths.map(foundAt);
  return { files: found.flatMap(({ files }) => files), leftOut: found.flatMap(({ leftOut }) => leftOut) };
};
