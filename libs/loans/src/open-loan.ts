import { record, refuse, type Decision, type Refused } from '#decider';
import type { LoanOpened } from '#facts';
import type { LoanId } from '#identifiers';
import {
  type DecisionContext,
  late,
  notYetEffective,
  timeAhead,
  unknownDistrictOrIndustry,
} from '#recording';
import type { LoanOpenedReport } from '#reports';
import type { Loan } from './loan.js';
import { loanIdUsed, principalOutOfBounds } from './loan-rules.js';

/** `TIM-R04`: drawn, then the current leg began, then the opening day; and the leg ends after it began. */
const datesOutOfOrder = (data: LoanOpenedReport): Refused | undefined => {
  if (data.maturityDate <= data.legStartDate)
    return refuse('TIM-R04', '/data/maturityDate', {
      maturityDate: data.maturityDate,
      legStartDate: data.legStartDate,
    });
  if (data.startDate > data.legStartDate)
    return refuse('TIM-R04', '/data/startDate', {
      startDate: data.startDate,
      legStartDate: data.legStartDate,
    });
  return data.legStartDate > data.effectiveDate
    ? refuse('TIM-R04', '/data/legStartDate', {
        legStartDate: data.legStartDate,
        effectiveDate: data.effectiveDate,
      })
    : undefined;
};

/** An opening position: a loan drawn before the registry began enters with what is still owed. */
export const openLoan =
  (loanId: LoanId, { effectiveDate, ...terms }: LoanOpenedReport, context: DecisionContext) =>
  (loan: Loan): Decision<Pick<LoanOpened, 'type' | 'data'>> => {
    const broken =
      unknownDistrictOrIndustry(terms.borrower) ??
      loanIdUsed(loan) ??
      notYetEffective(effectiveDate, context) ??
      timeAhead(context) ??
      datesOutOfOrder({ effectiveDate, ...terms }) ??
      principalOutOfBounds(
        terms.outstandingPrincipal,
        terms.borrower,
        '/data/outstandingPrincipal',
        context.rules.on(effectiveDate),
      );
    if (broken) return broken;

    return record({ type: 'LoanOpened', data: { loanId, ...terms } }, late(effectiveDate, context));
  };
