import { reportDecider, type ReportDeciders, type StreamLimit } from '#intake';
import { type Loan, loanRequest } from '#loans';
import type { ReportType } from '#reports';
import { type Bailout, bailoutRequest, withoutDisbursement } from './bailout.js';
import { type BailoutProgramme, bailoutProgrammeRequest } from './bailout-programme.js';
import { disburse, usedBeyondAllocation, returnDisbursement } from './disbursement.js';

type BailoutType = Extract<ReportType, `bailout.${string}`>;

/** What is used of an allocation, whichever reports it comes from. */
const allocation: StreamLimit<BailoutType, Bailout, BailoutProgramme> = {
  setBy: ({ data }) => bailoutProgrammeRequest(data.programme),
  exceeded:
    ({ institution }) =>
    (bailout, programme) =>
      usedBeyondAllocation(bailout, programme, institution),
};

/** What is decided on reports of relief financing: on what the institution disbursed under the programme. */
export const bailoutDeciders: ReportDeciders<BailoutType> = {
  'bailout.disbursed': reportDecider<
    'bailout.disbursed',
    Bailout,
    readonly [BailoutProgramme, ...Loan[]],
    BailoutProgramme
  >({
    own: ({ data }, institution) => bailoutRequest(institution, data.programme),
    others: ({ data: { programme, loanId } }, institution) =>
      loanId === undefined
        ? [bailoutProgrammeRequest(programme)]
        : [bailoutProgrammeRequest(programme), loanRequest(institution, loanId)],
    decide:
      ({ subject, data }, context) =>
      (bailout, programme, loan) =>
        disburse(subject, data, context, { programme, loan })(bailout),
    limit: allocation,
    without: withoutDisbursement,
  }),
  'bailout.returned': reportDecider<'bailout.returned', Bailout, readonly [], BailoutProgramme>({
    own: ({ data }, institution) => bailoutRequest(institution, data.programme),
    others: () => [],
    decide: ({ subject, data }, context) => returnDisbursement(subject, data, context),
    limit: allocation,
    without: withoutDisbursement,
  }),
};
