import { type Cut, cutIn, fitting, type Given, isCode, isCodes, isDay } from '../figures/cut.js';

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

/** The figure whose cell led to the list: its measure, days and cut, which narrow the list in no way. */
export interface FigureLeft extends Cut {
  readonly measure: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const figureLeftIn = (search: Given): FigureLeft | undefined => {
  const measure = fitting(search['measure'], isCode);
  return measure === undefined
    ? undefined
    : {
        measure,
        ...cutIn(search),
        from: fitting(search['from'], isDay),
        to: fitting(search['to'], isDay),
      };
};

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
