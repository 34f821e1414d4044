import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SubmissionReceipt } from '#contract';
import type { Output } from '../output.process.js';
import type { MeasuredFile } from './measured-file.file.js';

/*
 * What is written beside a file. The receipt and the refusals are those of the file as it was sent last; a dry run has a list of its own,
 * so that trying a file takes nothing away from what was recorded of it.
 */

interface Named {
  readonly path: string;
  readonly format: MeasuredFile['format'] | undefined;
}

export const receiptFile = ({ path: file }: Named): string => `${file}.receipt.json`;

export const refusalsFile = ({ path: file, format }: Named, isDry: boolean): string =>
  `${file}${isDry ? '.dry-run' : ''}.refusals.${format === 'CSV' ? 'csv' : 'ndjson'}`;

/** Whole or not at all; where a link stood, the file stands then, and what the link leads to is as it was. */
export const replaceFile = async (
  file: string,
  write: (draft: string) => void | Promise<void>,
): Promise<void> => {
  const draft = path.join(path.dirname(file), `.xudai-${randomBytes(8).toString('hex')}`);
  try {
    await write(draft);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
};

export const replaceText = (file: string, text: string): Promise<void> =>
  replaceFile(file, (draft) => writeFileSync(draft, text, { flag: 'wx' }));

const receiptBeside = (file: Named): Partial<SubmissionReceipt> | undefined => {
  const beside = receiptFile(file);
  if (!lstatSync(beside, { throwIfNoEntry: false })?.isFile()) return undefined;
  try {
    return JSON.parse(readFileSync(beside, 'utf8')) as Partial<SubmissionReceipt>;
  } catch {
    // What is no JSON is a receipt of nothing.
    return {};
  }
};

/**
 * Of the file as it is, which the registry or this program looked at and took or not, there is another outcome than what stands beside it.
 * Without a digest it is content that nobody took.
 */
export const removeOtherOutcome = (
  file: Named & Partial<Pick<MeasuredFile, 'contentDigest'>>,
  { isDry, output }: { readonly isDry: boolean; readonly output: Pick<Output, 'note'> },
): void => {
  const receipt = receiptBeside(file);
  if (isDry || receipt === undefined || receipt.digest === file.contentDigest) return;
  const what = `${receiptFile(file)} was of ${file.path} as it was before`;
  try {
    for (const written of [receiptFile(file), refusalsFile(file, false)]) rmSync(written, { force: true });
    output.note(`${what}, and is removed with its refusals; the registry keeps both`);
  } catch (error) {
    output.note(`${what}, and cannot be removed (${(error as NodeJS.ErrnoException).code})`);
  }
};
