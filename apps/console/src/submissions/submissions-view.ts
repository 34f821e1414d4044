import type { CsvType } from './report-names.js';
import { isCsvType } from './report-names.js';

/** The page of files as its address says it. */
export interface SubmissionsView {
  /** The file that is looked at. */
  readonly id?: string | undefined;
  /** Of all reports in a CSV file. */
  readonly type?: CsvType | undefined;
  /** Refusals of these Shanghai days, and of this rule. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly rule?: string | undefined;
}

const fitting = (text: string | undefined, form: RegExp): string | undefined =>
  text !== undefined && form.test(text) ? text : undefined;

const day = /^\d{4}-\d{2}-\d{2}$/;

export const submissionsViewIn = (search: Readonly<Record<string, string | undefined>>): SubmissionsView => ({
  id: fitting(search['id'], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  type: isCsvType(search['type']) ? search['type'] : undefined,
  from: fitting(search['from'], day),
  to: fitting(search['to'], day),
  rule: fitting(search['rule'], /^[A-Z]{3}-[RW]\d{2}$/),
});
