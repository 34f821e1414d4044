export { type KnownLoan, type Loan } from './loan.js';
export { loanDeciders } from './loan-deciders.js';
export { loanRequest } from './loan-request.js';
