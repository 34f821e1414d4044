import type { Submission } from '#contract';
import { isRuleCode, ruleCatalogue } from '#rules';
import { textTable } from '../text-table.js';

type Counts = Pick<Submission, 'reports' | 'recorded' | 'repeated' | 'refused' | 'byRule'>;

const nothing: Counts = { reports: 0, recorded: 0, repeated: 0, refused: 0, byRule: {} };

/** Of several files together. */
export const summed = (submissions: readonly Counts[]): Counts =>
  submissions.reduce((sum, each) => {
    const rules = new Set([...Object.keys(sum.byRule), ...Object.keys(each.byRule)]);
    return {
      reports: sum.reports + each.reports,
      recorded: sum.recorded + each.recorded,
      repeated: sum.repeated + each.repeated,
      refused: sum.refused + each.refused,
      byRule: Object.fromEntries(
        [...rules].map((rule) => [rule, (sum.byRule[rule] ?? 0) + (each.byRule[rule] ?? 0)]),
      ),
    };
  }, nothing);

/** What a person is told at the end. */
export const submittedLines = (counts: Counts, isDry: boolean): readonly string[] => {
  const { reports, recorded, repeated, refused, byRule } = counts;
  const verb = isDry ? 'would be ' : '';
  const rules = Object.entries(byRule)
    .toSorted(([a, count], [b, other]) => other - count || (a < b ? -1 : 1))
    .map(([rule, count]) => [rule, String(count), isRuleCode(rule) ? ruleCatalogue[rule].cure.en : '']);
  return [
    `${reports} reports: ${verb}${recorded} recorded, ${repeated} recorded before, ${refused} refused`,
    ...(rules.length === 0 ? [] : ['', ...textTable(['rule', 'reports', 'what to do'], rules)]),
  ];
};
