import type { RuleCode } from './rule-catalogue.js';

const forbidden: ReadonlySet<RuleCode> = new Set<RuleCode>(['IDN-R03', 'IDN-R05', 'IDN-R06']);

/** HTTP status of a refusal: 400 not understood, 403 not yours to send, 409 recorded otherwise, 422 against a rule. */
export const problemStatusOf = (rule: RuleCode): 400 | 403 | 409 | 422 => {
  if (rule === 'SCH-R01') return 400;
  if (rule === 'DUP-R01') return 409;
  return forbidden.has(rule) ? 403 : 422;
};
