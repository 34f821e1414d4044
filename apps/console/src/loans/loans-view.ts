import { fitting, type Given, isCodes, isDay } from '../figures/cut.js';

/** What loans are listed by: each a list of codes with commas between them. */
export const loanFilters = [
  'institution',
  'district',
  'industry',
  'size',
  'product',
  'tag',
  'status',
  'classification',
  'borrower',
] as const;
export type LoanFilter = (typeof loanFilters)[number];

/** What a list of loans is narrowed to, as its address says it. */
export interface LoansView extends Readonly<Partial<Record<LoanFilter, string | undefined>>> {
  /** First and last day of maturity. */
  readonly maturityFrom?: string | undefined;
  readonly maturityTo?: string | undefined;
}

export const loansViewIn = (search: Given): LoansView => ({
  ...Object.fromEntries(loanFilters.map((name) => [name, fitting(search[name], isCodes)])),
  maturityFrom: fitting(search['maturityFrom'], isDay),
  maturityTo: fitting(search['maturityTo'], isDay),
});

/** As the registry's parameters; a bank asks for its own, whatever the address says. */
export const loansAsked = ({ maturityFrom, maturityTo, ...view }: LoansView, own: string | null) => ({
  ...Object.fromEntries(loanFilters.map((name) => [name, view[name]?.split(',')])),
  maturityFrom,
  maturityTo,
  ...(own === null ? {} : { institution: own }),
});
