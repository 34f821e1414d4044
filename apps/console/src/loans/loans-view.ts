import { fitting, type Given, isCode } from '../figures/cut.js';

/** What a list of loans is narrowed to, as its address says it. */
export interface LoansView {
  readonly institution?: string | undefined;
  readonly district?: string | undefined;
  readonly industry?: string | undefined;
  readonly size?: string | undefined;
  readonly borrower?: string | undefined;
  readonly status?: string | undefined;
  readonly classification?: string | undefined;
}

const names = [
  'institution',
  'district',
  'industry',
  'size',
  'borrower',
  'status',
  'classification',
] as const;

export const loansViewIn = (search: Given): LoansView =>
  Object.fromEntries(names.map((name) => [name, fitting(search[name], isCode)]));
