import { reportDecider, type ReportDeciders } from '#intake';
import { type Loan, loanRequest } from '#loans';
import type { ReportType } from '#reports';
import type { Bailout } from './bailout.js';
import type { BailoutProgramme } from './bailout-programme/bailout-programme.js';
import { bailoutProgrammeRequest } from './bailout-programme/bailout-programme-request.js';
import { bailoutRequest } from './bailout-request.js';
import { disburse } from './disburse.js';
import { returnDisbursement } from './return-disbursement.js';

/** What is decided on reports of relief financing: on what the institution disbursed under the programme. */
export const bailoutDeciders: ReportDeciders<Extract<ReportType, `bailout.${string}`>> = {
  'bailout.disbursed': reportDecider<'bailout.disbursed', Bailout, readonly [BailoutProgramme, ...Loan[]]>({
    own: ({ data }, institution) => bailoutRequest(institution, data.programme),
    others: ({ data: { programme, loanId } }, institution) =>
      loanId === undefined
        ? [bailoutProgrammeRequest(programme)]
        : [bailoutProgrammeRequest(programme), loanRequest(institution, loanId)],
    decide:
      ({ subject, data }, context) =>
      (bailout, programme, loan) =>
        disburse(subject, data, context, { programme, loan })(bailout),
  }),
  'bailout.returned': reportDecider<'bailout.returned', Bailout>({
    own: ({ data }, institution) => bailoutRequest(institution, data.programme),
    others: () => [],
    decide: ({ subject, data }, context) => returnDisbursement(subject, data, context),
  }),
};
