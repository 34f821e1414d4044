import fc from 'fast-check';
import type { InstitutionCode } from '#identifiers';
import { cancelled, claimed, corrected, issued, opened, type Planted, reversed } from './borrower-facts.js';

// Loans whose facts are corrected and reversed at random, each change one that deciding would let pass.

/** How a loan ends up: undefined when it was reversed and not reported anew. */
interface Reported {
  readonly borrower: string;
  readonly day: string;
  readonly time: string | null;
  readonly isOpened: boolean;
  /** Revisions of what stands. */
  readonly begun: number;
  readonly claim: number | null;
  readonly cancelled: number | null;
}

export interface ChangingLoan {
  readonly bank: InstitutionCode;
  readonly loanId: string;
  readonly facts: readonly Planted[];
  readonly standing: Reported | undefined;
  /** Borrowers that the loan was ever claimed for. */
  readonly claimedFor: ReadonlySet<string>;
}

/** One of the moves that are possible by then, with what it may say. */
interface Move {
  readonly which: number;
  readonly borrower: string;
  readonly day: string;
  readonly time: string | null;
  readonly isOpened: boolean;
}

type Step = (loan: ChangingLoan, move: Move) => ChangingLoan;

const said = (loan: ChangingLoan, fact: Planted, standing: Reported | undefined): ChangingLoan => ({
  ...loan,
  facts: [...loan.facts, fact],
  standing,
});

const beginning = (
  { bank, loanId }: ChangingLoan,
  { borrower, day, time, isOpened }: Pick<Reported, 'borrower' | 'day' | 'time' | 'isOpened'>,
): Planted =>
  isOpened
    ? opened({ bank: bank, loanId, borrower, start: day })
    : issued({ bank: bank, loanId, borrower, on: day, ...(time === null ? {} : { at: time }) });

const begin: Step = (loan, { borrower, day, time, isOpened }) => {
  const drawn = { borrower, day, time: isOpened ? null : time, isOpened };
  const standing = { ...drawn, begun: loan.facts.length, claim: null, cancelled: null };
  return said(loan, beginning(loan, drawn), standing);
};

/** The moves that the loan as it stands lets one make. */
const movesOf = (loan: ChangingLoan): readonly Step[] => {
  const { bank, loanId, facts, standing } = loan;
  if (!standing) return [begin];
  const { borrower, begun, claim, cancelled: cancellation } = standing;
  const named = { bank, loanId, borrower };
  const redraw: Step = (_, { day, time }) => {
    const drawn = { ...standing, day, time: standing.isOpened ? null : time };
    return said(loan, corrected(begun, beginning(loan, drawn)), drawn);
  };
  const reverse =
    (revision: number, after: Reported | undefined): Step =>
    () =>
      said(loan, reversed(revision, named), after);
  const moves: Step[] = [redraw, redraw];
  if (claim === null && cancellation === null && !standing.isOpened)
    moves.push(
      ...Array.from<Step>({ length: 4 }).fill(() => ({
        ...said(loan, claimed(named), { ...standing, claim: facts.length }),
        claimedFor: new Set([...loan.claimedFor, borrower]),
      })),
    );
  if (claim !== null)
    moves.push(reverse(claim, { ...standing, claim: null }), () =>
      said(loan, corrected(claim, claimed(named)), standing),
    );
  if (cancellation === null)
    moves.push(() => said(loan, cancelled(named), { ...standing, cancelled: facts.length }));
  else moves.push(reverse(cancellation, { ...standing, cancelled: null }));
  if (claim === null && cancellation === null) moves.push(reverse(begun, undefined));
  return moves;
};

const anyMove = (borrowers: readonly string[]): fc.Arbitrary<Move> =>
  fc.record({
    which: fc.nat(99),
    borrower: fc.constantFrom(...borrowers),
    day: fc.constantFrom('2024-03-01', '2024-03-02', '2024-03-02', '2024-03-03'),
    time: fc.constantFrom(null, '09:00:00', '10:00:00'),
    isOpened: fc.constantFrom(false, false, false, true),
  });

/** Some loans at these banks, each to one of the borrowers after the other, reported in up to so many facts each. */
export const anyChangingLoans = (
  banks: readonly InstitutionCode[],
  borrowers: readonly string[],
  most = 8,
): fc.Arbitrary<readonly ChangingLoan[]> =>
  fc
    .array(
      fc.record({
        bank: fc.constantFrom(...banks),
        moves: fc.array(anyMove(borrowers), { minLength: 1, maxLength: most }),
      }),
      { minLength: 2, maxLength: 4 },
    )
    .map((loans) =>
      loans.map(({ bank, moves }, index) =>
        moves.reduce<ChangingLoan>(
          (loan, move) => {
            const possible = movesOf(loan);
            return possible[move.which % possible.length]?.(loan, move) ?? loan;
          },
          { bank, loanId: `L${index}`, facts: [], standing: undefined, claimedFor: new Set() },
        ),
      ),
    );
