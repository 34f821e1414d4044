export { type FigureName, figureNames } from './figure-names.js';
export { isRuleCode, type RuleCode, ruleCatalogue } from './rule-catalogue.js';
export {
  currentRules,
  type Limits,
  problemStatusOf,
  rulesAmong,
  type RuleSet,
  ruleSet,
  type RulesOf,
  rulesOf,
  type RuleTable,
  ruleTables,
} from './rule-table.js';
