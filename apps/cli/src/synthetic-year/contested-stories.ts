import { smallFirm } from './borrowers.js';
import { businessDay, dayAt } from './business-days.js';
import { Draws } from './draws.js';
import { bankCount, bankFor } from './institutions.js';
import { LoanStory } from './loan-steps.js';
import type { Sizes } from './sizes.js';
import type { Story } from './story.js';

/*
 * A firm that two banks say was their first-time borrower, on the same day. One of them says at what time; the other does not, so that the
 * claims are contested, and counts as the last of the day.
 */

const firstFirm = 300_000_000;

/** Two stories with one number each make a pair; the even one has the time and is recognised. */
export const contestedStory = (sizes: Sizes, no: number): Story => {
  const pair = Math.floor(no / 2);
  const isHolder = no % 2 === 0;
  const draws = new Draws(sizes.seed, 6, pair);
  const place = businessDay(draws.unit());
  const bank = bankFor(draws.unit());
  const institution = isHolder ? bank : (bank + 1 + draws.below(bankCount - 1)) % bankCount;
  const borrower = smallFirm(firstFirm + pair);
  const loanId = `C-${no}`;
  const loan = new LoanStory(draws, loanId, borrower);
  loan.maturity = dayAt(place) + 365;
  loan.issued(place, 50_000_000, {
    product: 'WORKING_CAPITAL',
    guarantee: 'CREDIT',
    tags: [],
    ...(isHolder ? { drawdownTime: '10:30:00' } : {}),
  });
  loan.claimed(place);
  return {
    institution,
    subject: loanId,
    borrower,
    steps: loan.steps,
    claim: isHolder ? 'RECOGNISED' : 'SUPERSEDED',
  };
};
