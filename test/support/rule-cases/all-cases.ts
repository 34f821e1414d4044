import { bailoutCases } from './bailout-cases.js';
import { changeCases } from './change-cases.js';
import { claimCases } from './claim-cases.js';
import { formCases, referenceCases } from './intake-cases.js';
import { loanCases } from './loan-cases.js';
import { renewalCases } from './renewal-cases.js';
import { timeCases } from './time-cases.js';
import type { RuleCase } from './case-reports.js';

/** By code of the rule. */
export const ruleCases: Readonly<Record<string, readonly RuleCase[]>> = {
  ...formCases,
  ...referenceCases,
  ...timeCases,
  ...loanCases,
  ...renewalCases,
  ...claimCases,
  ...bailoutCases,
  ...changeCases,
};
