export { CancelLoanCommand } from './cancel-loan/cancel-loan.handler.js';
export { IssueLoanCommand } from './issue-loan/issue-loan.handler.js';
export { type KnownLoan, type Loan } from './loan.js';
export { loanRequest } from './loan-request.js';
export { LoansModule } from './loans.module.js';
export { OpenLoanCommand } from './open-loan/open-loan.handler.js';
export { RenewLoanCommand } from './renew-loan/renew-loan.handler.js';
export { RepayLoanCommand } from './repay-loan/repay-loan.handler.js';
