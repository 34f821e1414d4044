import { besideClaimSql, claimContextSql } from './claims/claim-context-sql.js';

/** Loans, each with the row of its claim: `LoanRow`. */
export const loanRowsSql = `
  select loan_page.page, claim_page.page as claim, ${claimContextSql}
    from loan_page left join claim_page using (institution, loan_id) ${besideClaimSql}`;
