export { isRuleCode, type RuleCode, ruleCatalogue } from './rule-catalogue.js';
export { problemStatusOf } from './problem-status.js';
export {
  currentRules,
  type Limits,
  type RuleSet,
  ruleSet,
  rulesAmong,
  type RulesOf,
  rulesOf,
} from './rule-set.js';
export { type RuleTable, ruleTables } from './rule-table.js';
