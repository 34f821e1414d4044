import { fitting, type Given, isDay, isSeq } from '../figures/cut.js';
import { type CsvType, isCsvType } from '../figures/fact-names.js';

/** The page of files as its address says it. */
export interface SubmissionsView {
  /** The file that is looked at. */
  readonly id?: string | undefined;
  /** The line of it that is mended. */
  readonly mend?: string | undefined;
  /** Of all reports in a CSV file. */
  readonly type?: CsvType | undefined;
  /** Refusals of these Shanghai days, and of this rule. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly rule?: string | undefined;
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const isRule = (text: string): boolean => /^[A-Z]{3}-[RW]\d{2}$/.test(text);

export const submissionsViewIn = (search: Given): SubmissionsView => ({
  id: fitting(search['id'], isId),
  mend: fitting(search['mend'], isSeq),
  type: isCsvType(search['type']) ? search['type'] : undefined,
  from: fitting(search['from'], isDay),
  to: fitting(search['to'], isDay),
  rule: fitting(search['rule'], isRule),
});
