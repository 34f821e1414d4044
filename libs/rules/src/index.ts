export {
  currentRules,
  type FigureName,
  figureNames,
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
export { isRuleCode, type RuleCode, ruleCatalogue } from './rule-catalogue.js';
