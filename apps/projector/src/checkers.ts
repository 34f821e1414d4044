import { anomaliesChecker } from '#anomalies';
import { bailoutBookChecker } from '#bailout-book';
import { borrowerBookChecker } from '#borrower-book';
import { arbiterChecker } from '#first-time-borrowers';
import { loanBookChecker } from '#loan-book';
import type { Checker } from '#projections';
import { registerBookChecker } from '#register-book';
import { reportingBookChecker } from '#reporting-book';
import { targetsChecker } from '#targets';

/** Every projection that pages and figures rest on has one. */
export const checkers: readonly Checker[] = [
  registerBookChecker,
  loanBookChecker,
  bailoutBookChecker,
  borrowerBookChecker,
  reportingBookChecker,
  targetsChecker,
  anomaliesChecker,
  arbiterChecker,
];
