import { withClaimContextSql } from './claims/claim-context-sql.js';

/** Loans, each with the row of its claim: `LoanRow`. `which` narrows `loan_page`, beside which `claim_page` stands. */
export const loanRowsSql = (which: string): string =>
  withClaimContextSql(
    `select institution, loan_id, loan_page.page, claim_page.page as claim, claim_page.status as claim_status,
            claim_page.borrower_key
       from loan_page left join claim_page using (institution, loan_id)
      ${which}`,
    'page, claim',
  );
