export { isRuleCode, type RuleCode, ruleCatalogue } from './rule-catalogue.js';
export { problemStatusOf } from './problem-status.js';
export { allowedToRenew, countsTowardsBailout, mayRenewProduct, rules } from './dated-rules.js';
