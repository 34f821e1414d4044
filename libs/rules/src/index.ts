export { isRuleCode, type RuleCode, type RuleText, ruleCatalogue } from './rule-catalogue.js';
export { problemStatusOf } from './problem-status.js';
export {
  allowedToRenew,
  countsTowardsBailout,
  type DatedRules,
  mayRenewProduct,
  rules,
} from './dated-rules.js';
