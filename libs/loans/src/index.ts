export { type KnownLoan, type Loan } from './loan.js';
export { loanDeciders, loanRequest } from './loan-deciders.js';
