import {
  byClaimedLoan,
  byDisbursement,
  byLoan,
  byStream,
  checkerOf,
  rowsChecker,
  settlingTypes,
  type SlicedBy,
} from '#projections';
import { anomaliesProjection, anomalyCandidate } from './anomalies.projection.js';
import { signalClaim } from './claims.table.js';
import {
  expectedOfClaimsSql,
  expectedOfLoansSql,
  expectedOfMovementsSql,
  expectedOfReceiptsSql,
  expectedOfReportsSql,
} from './expected-candidates-sql.js';
import {
  expectedCalendarsSql,
  expectedClaimsSql,
  expectedInstitutionsSql,
  expectedMovementsSql,
  expectedReceiptsSql,
} from './expected-rows-sql.js';
import { signalMovement } from './movements.table.js';
import { signalReceipts } from './receipts.table.js';
import { signalCalendars, signalInstitutions } from './reporting.js';
import { reportingDaysParts } from './reporting-days.checker.js';

/** Prefixes of subjects by kind; any other subject is a loan. */
const prefixes = {
  claims: 'claims ',
  receipts: 'bailout ',
  movements: 'movements ',
  reports: 'report ',
} as const;
type Kind = keyof typeof prefixes;
const isOf = (kind: Kind): string => `starts_with(stored.subject, '${prefixes[kind]}')`;
const after = (kind: Kind): string => `substr(subject, ${prefixes[kind].length + 1})`;

const noFacts = 'select * from facts where false';

/** The facts of a borrower's claims: those of the arbiter, and of the claimed loans. */
const byClaims: SlicedBy = {
  ofFacts: `
    select stream as subject from block where starts_with(stream, 'borrower-')
    union all
    select 'borrower-' || (coalesce(claim.data->'replacement', claim.data)->'borrower'->>'id')
      from (select distinct stream from block where starts_with(stream, 'loan-')) touched
     cross join lateral (
       select * from facts where facts.stream = touched.stream and type in ('FirstTimeClaimed', 'FactCorrected') offset 0) claim`,
  ofRows: `select 'borrower-' || ${after('claims')} as subject from chosen`,
  facts: `
    with settled as materialized (
      select found.* from subject cross join lateral (
        select * from facts where facts.stream = subject.subject and type in ${settlingTypes} offset 0) found
    ), loan as materialized (
      select distinct 'loan-' || institution || '-' || (data->>'loanId') as stream from settled
    )
    select * from settled
    union all
    select found.* from loan cross join lateral (select * from facts where facts.stream = loan.stream offset 0) found`,
};

/** The facts of disbursements to a borrower, as first reported or as corrected. */
const byReceipts: SlicedBy = {
  ofFacts: `
    select coalesce(data->'replacement', data)->'borrower'->>'id' as subject
      from block where type in ('BailoutDisbursed', 'FactCorrected')`,
  ofRows: `select ${after('receipts')} as subject from chosen`,
  facts: noFacts,
};

/** The facts of a borrower's movements on a day. */
const byMovements: SlicedBy = {
  ofFacts: `
    select moved.borrower_key || ' ' || moved.day as subject
      from (select distinct institution, substr(stream, length('loan-' || institution || '-') + 1) as loan_id
              from block where starts_with(stream, 'loan-')) touched
     cross join lateral (
       select * from signal_movement stored
        where stored.institution = touched.institution and stored.loan_id = touched.loan_id offset 0) moved`,
  ofRows: `select ${after('movements')} as subject from chosen`,
  facts: noFacts,
};

/** The facts with a report id of an institution, with their corrections and reversals. */
const byReportId: SlicedBy = {
  ofFacts: `select institution || ' ' || report_id as subject from block where report_id is not null`,
  ofRows: `select ${after('reports')} as subject from chosen`,
  facts: `
    with own as materialized (
      select found.* from subject cross join lateral (
        select * from facts where institution = split_part(subject.subject, ' ', 1)
           and report_id = substr(subject.subject, strpos(subject.subject, ' ') + 1) offset 0) found
    ), changes as materialized (
      select changed.* from own cross join lateral (
        select * from facts where facts.stream = own.stream and (data->'corrects'->>'revision')::integer = own.revision
           and (type = 'FactCorrected' or type = 'FactReversed') offset 0) changed
    )
    select * from own union all select * from changes where seq not in (select seq from own)`,
};

const candidates = (named: Kind | 'loans', rows: string, by: SlicedBy) => ({
  table: anomalyCandidate,
  rows,
  by,
  only: {
    named,
    rows:
      named === 'loans' ? `not (${(Object.keys(prefixes) as Kind[]).map(isOf).join(' or ')})` : isOf(named),
  },
});

const rows = rowsChecker(anomaliesProjection.name, [
  {
    table: signalInstitutions.table,
    rows: expectedInstitutionsSql,
    by: byStream('institution', `'institution-' || code`),
  },
  {
    table: signalCalendars.table,
    rows: expectedCalendarsSql,
    by: byStream('calendar', `'calendar-' || code`),
  },
  {
    table: signalReceipts.table,
    rows: expectedReceiptsSql,
    by: byDisbursement,
  },
  {
    table: signalClaim,
    rows: expectedClaimsSql,
    by: byClaimedLoan,
  },
  {
    table: signalMovement,
    rows: expectedMovementsSql,
    by: byLoan,
  },
  candidates('loans', expectedOfLoansSql, {
    ...byClaimedLoan,
    ofRows: 'select subject from chosen',
  }),
  candidates('claims', expectedOfClaimsSql, byClaims),
  candidates('receipts', expectedOfReceiptsSql, byReceipts),
  candidates('movements', expectedOfMovementsSql, byMovements),
  candidates('reports', expectedOfReportsSql, byReportId),
]);

/** The checker of candidates, and of the rows that they are derived from. */
export const anomaliesChecker = checkerOf(rows.projection, [...rows.parts, ...reportingDaysParts]);
