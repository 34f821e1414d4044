import { Draws } from '../../apps/cli/src/synthetic-year/draws.js';
import { enterprise } from './reports.js';

/* Two statements of the same loans, a month apart, as a public register would print them: in the later one some loans are gone, some stand
 * with other words, and some are new. */

export interface StatedLoan {
  readonly institution: string;
  readonly loanId: string;
  readonly borrower: number;
  readonly district: string;
  readonly day: string;
  /** In whole yuan. */
  readonly principal: number;
  readonly inclusive: boolean;
}

export type Statement = ReadonlyMap<string, StatedLoan>;

const districts = ['310101', '310104', '310115', '310120'];

const dayOf = (draws: Draws): string =>
  `2024-${String(1 + draws.below(6)).padStart(2, '0')}-${String(1 + draws.below(28)).padStart(2, '0')}`;

const statedLoan = (draws: Draws, institutions: readonly string[], no: number): StatedLoan => ({
  institution: institutions[draws.below(institutions.length)] ?? '',
  loanId: `L-${no}`,
  borrower: no,
  district: districts[draws.below(districts.length)] ?? '',
  day: dayOf(draws),
  principal: 10_000 + draws.below(5_000_000),
  inclusive: draws.below(3) > 0,
});

/** One of its words is another: a correction never moves a loan to another bank or borrower. */
const restated = (loan: StatedLoan, draws: Draws): StatedLoan => {
  switch (draws.below(4)) {
    case 0:
      return { ...loan, principal: 10_000 + draws.below(5_000_000) };
    case 1:
      return { ...loan, day: dayOf(draws) };
    case 2:
      return { ...loan, district: districts[draws.below(districts.length)] ?? '' };
    default:
      return { ...loan, inclusive: !loan.inclusive, principal: loan.principal + 1 };
  }
};

export const statements = (
  seed: number,
  institutions: readonly string[],
  loans: number,
): { readonly earlier: Statement; readonly later: Statement } => {
  const draws = new Draws(seed, 0, 0);
  const [earlier, later] = [new Map<string, StatedLoan>(), new Map<string, StatedLoan>()];
  for (let no = 1; no <= loans; no += 1) {
    const loan = statedLoan(draws, institutions, no);
    const lot = draws.below(10);
    // One in ten is new, one is gone, three are told otherwise.
    if (lot !== 0) earlier.set(loan.loanId, loan);
    if (lot !== 1) later.set(loan.loanId, lot >= 2 && lot <= 4 ? restated(loan, draws) : loan);
  }
  return { earlier, later };
};

/** As the report of the loan says it. */
export const issuedData = (loan: StatedLoan): object => ({
  effectiveDate: loan.day,
  borrower: enterprise(loan.borrower, { district: loan.district }),
  principal: `${loan.principal}.00`,
  maturityDate: '2025-06-30',
  product: 'WORKING_CAPITAL',
  rateBp: 380,
  guarantee: 'CREDIT',
  tags: loan.inclusive ? ['INCLUSIVE'] : [],
});

/** Yuan by some word of each loan that is counted. */
export const totalsBy = (
  statement: Statement,
  wordOf: (loan: StatedLoan) => string,
  counts: (loan: StatedLoan) => boolean = () => true,
): Readonly<Record<string, string>> => {
  const totals = new Map<string, number>();
  for (const loan of statement.values())
    if (counts(loan)) totals.set(wordOf(loan), (totals.get(wordOf(loan)) ?? 0) + loan.principal);
  return Object.fromEntries([...totals].map(([word, total]) => [word, `${total}.00`]));
};
