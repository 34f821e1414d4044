import { bank } from './bailout-cases.js';
import { type Changing, changing, reported } from './changing.js';

// A loan that is issued and repaid, a disbursement of which money comes back: each report under an id by what it does.

export const loan = `loan-${bank}-L1`;
export const relief = `bailout-${bank}-RELIEF`;
export const issued = (data: object = {}): object => reported('loan.issued', 'issue', data);
export const repaid = (amount: string, id = 'repay', more: object = {}): object =>
  reported('loan.repaid', id, { amount, repaymentNo: id, ...more });
export const disbursed = (amount: string, subject = 'D1', data: object = {}): object =>
  reported(
    'bailout.disbursed',
    `disburse-${subject}`,
    { programme: 'RELIEF', amount, loanId: undefined, ...data },
    { subject },
  );
export const returned = (amount: string, id = 'return', data: object = {}): object =>
  reported('bailout.returned', id, { programme: 'RELIEF', amount, ...data });

/** After these reports, each of which is recorded. */
export const after = async (...reports: readonly object[]): Promise<Changing> => {
  const changed = await changing();
  for (const report of reports) {
    const outcome = await changed.send(report);
    if (outcome.outcome !== 'recorded' || outcome.repeated) throw new Error(JSON.stringify(outcome));
  }
  return changed;
};
