import { borrowerOf, type MadeBorrower, bankFor } from './parties.js';
import { businessDay, dayAt, openingDay } from './business-days.js';
import { Draws, placesByWeight } from './draws.js';
import { LoanStory } from './loan-steps.js';
import { type Later, type Sizes, roundedPrincipal, type Story, subjectOf } from './story.js';

/* Loans that the year began with, and loans drawn in it. */

const guarantees = ['CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE', 'MIXED'] as const;
const products = ['WORKING_CAPITAL', 'FIXED_ASSET', 'TRADE', 'OTHER'] as const;
const productFor = placesByWeight([72, 10, 14, 4]);

/** Only working capital and personal business loans may be renewed. */
const productOf = (draws: Draws, { description }: MadeBorrower, isRenewable: boolean): string => {
  if (description.idType === 'PERSON_TOKEN') return 'PERSONAL_BUSINESS';
  return isRenewable ? 'WORKING_CAPITAL' : (products[productFor(draws.unit())] ?? 'OTHER');
};

/** Up to ten million yuan to small firms. */
const tagsOf = ({ description, tags }: MadeBorrower, principal: number): readonly string[] =>
  description.size !== 'MEDIUM' && principal <= 1_000_000_000 ? [...tags, 'INCLUSIVE'].sort() : tags;

const termsOf = (draws: Draws, borrower: MadeBorrower, principal: number, isRenewable: boolean): object => ({
  product: productOf(draws, borrower, isRenewable),
  guarantee: draws.oneOf(guarantees),
  tags: tagsOf(borrower, principal),
});

const principalOf = (draws: Draws, { principal: { median, sigma } }: MadeBorrower): number =>
  roundedPrincipal(draws.logNormal(median, sigma));

const firstBorrowerOf = (later: Later | null): number => later?.firstBorrower ?? 0;

/** Bank and borrower of an opening position: what a disbursement to the same borrower must agree with. */
export const openingParties = (
  { seed, otherBorrowers, later }: Sizes,
  no: number,
): { readonly draws: Draws; readonly bank: number; readonly borrowerNo: number; readonly loanId: string } => {
  const draws = new Draws(seed, 2, no);
  return {
    draws,
    bank: bankFor(draws.unit()),
    borrowerNo: firstBorrowerOf(later) + (no % otherBorrowers),
    loanId: subjectOf(later, 'A', no),
  };
};

const endings = ['RENEWED', 'REPAID', 'EXTENDED', 'TROUBLED', 'LATER'] as const;
const endingFor = placesByWeight([0.556, 0.305, 0.02, 0.025, 0.094]);

const troubled = (loan: LoanStory, draws: Draws, place: number): void => {
  loan.reclassified(place, 'SPECIAL_MENTION', 0);
  loan.reclassified(place + 15 + draws.below(20), 'SUBSTANDARD', loan.outstanding);
  if (draws.chance(0.4)) loan.writtenOff(place + 40 + draws.below(40), loan.outstanding);
  else loan.repaid(place + 40 + draws.below(40), loan.outstanding);
};

const ended = (loan: LoanStory, draws: Draws, ending: (typeof endings)[number], place: number): void => {
  if (ending === 'RENEWED') loan.renewed(place);
  else if (ending === 'REPAID') loan.repaid(place, loan.outstanding);
  else if (ending === 'TROUBLED') troubled(loan, draws, place);
  else if (ending === 'EXTENDED') {
    loan.extended(place, 60 + draws.below(120));
    loan.repaid(place + 30 + draws.below(60), loan.outstanding);
  }
};

export const openingStory = (sizes: Sizes, no: number): Story => {
  const { draws, bank, borrowerNo, loanId } = openingParties(sizes, no);
  const borrower = borrowerOf(sizes.seed, borrowerNo);
  const loan = new LoanStory(draws, loanId, borrower);
  const ending = endings[endingFor(draws.unit())] ?? 'LATER';
  const place = businessDay(draws.unit());
  const principal = principalOf(draws, borrower);
  loan.maturity = dayAt(place) + draws.below(15) + (ending === 'LATER' ? 366 : 0);
  const legStart = Math.min(loan.maturity - 365, openingDay);
  // Before a later year its bank has reported for long: the loan came when it was drawn, and there is no opening position.
  const renewals = sizes.later ? 0 : draws.below(3);
  const drawn = legStart - 365 * renewals;
  const terms = termsOf(draws, borrower, principal, ending === 'RENEWED');
  if (sizes.later) loan.issued(0, principal, terms, Math.max(legStart, openingDay - 350));
  else loan.opened(drawn, legStart, principal, renewals, terms);
  loan.instalments(0, place, 0.95);
  ended(loan, draws, ending, place);
  if (ending === 'RENEWED') loan.instalments(place, Infinity, 0.85);
  return { institution: bank, subject: loanId, borrower, steps: loan.steps };
};

/** Those who borrow anew in the year are smaller than those who owe already. */
const issueWeights = { person: 1, MICRO: 0.65, SMALL: 0.26, MEDIUM: 0.27 };

const whoBorrows = ({ seed, otherBorrowers, later }: Sizes, draws: Draws): MadeBorrower => {
  for (;;) {
    const borrower = borrowerOf(seed, firstBorrowerOf(later) + draws.below(otherBorrowers));
    const { idType, size } = borrower.description;
    if (draws.chance(idType === 'PERSON_TOKEN' ? issueWeights.person : issueWeights[size])) return borrower;
  }
};

/** The first of the loans issued are their borrowers' first anywhere. */
export const issueStory = (sizes: Sizes, no: number): Story => {
  const draws = new Draws(sizes.seed, 3, no);
  const isFirst = no < sizes.firstTimers;
  const bank = bankFor(draws.unit());
  const firstTimer = firstBorrowerOf(sizes.later) + sizes.otherBorrowers + no;
  const borrower = isFirst ? borrowerOf(sizes.seed, firstTimer) : whoBorrows(sizes, draws);
  const loanId = subjectOf(sizes.later, 'B', no);
  const loan = new LoanStory(draws, loanId, borrower);
  const principal = principalOf(draws, borrower);
  const place = businessDay(draws.unit());
  const isShort = draws.chance(0.17);
  loan.maturity = dayAt(place) + (isShort ? 180 : 365 * (1 + draws.below(3)));
  const clock = `${String(9 + draws.below(8)).padStart(2, '0')}:${String(draws.below(60)).padStart(2, '0')}:00`;
  const drawdown = isFirst || draws.chance(0.5) ? { drawdownTime: clock } : {};
  loan.issued(place, principal, { ...termsOf(draws, borrower, principal, isShort), ...drawdown });
  if (isFirst) loan.claimed(place);
  else if (draws.chance(0.006)) loan.cancelled(place + 1);
  const end = place + 118;
  loan.instalments(place, isShort ? end : Infinity, 1.5);
  if (isShort && draws.chance(0.5)) loan.renewed(end);
  else if (draws.chance(0.16)) loan.repaid(place + 20 + draws.below(160), loan.outstanding);
  return { institution: bank, subject: loanId, borrower, steps: loan.steps };
};
