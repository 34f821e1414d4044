import type { Submission } from '#contract';
import { isProblemWord, lineCures } from '#problem-details';
import { fullType, type ReportType, reportTypeOf, reportTypes } from '#reports';
import { isRuleCode, ruleCatalogue } from '#rules';
import { type ExitCode, exitCodes, Failure, wrongUse } from '../failure.js';
import { type Output, textTable } from '../output.process.js';
import { Patience } from '../patience.client.js';
import type { RegistryClient } from '../registry.client.js';
import { filesIn, formatOf, measuredFile } from './measured-file.file.js';
import { type SubmittedFile, submitFile } from './submit-file.client.js';

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

const cureOf = (rule: string): string => {
  if (isRuleCode(rule)) return ruleCatalogue[rule].cure.en;
  return isProblemWord(rule) ? (lineCures[rule]?.en ?? '') : '';
};

/** What a person is told at the end. */
export const submittedLines = (counts: Counts, isDry: boolean): readonly string[] => {
  const { reports, recorded, repeated, refused, byRule } = counts;
  const verb = isDry ? 'would be ' : '';
  const rules = Object.entries(byRule)
    .toSorted(([a, count], [b, other]) => other - count || (a < b ? -1 : 1))
    .map(([rule, count]) => [rule, String(count), cureOf(rule)]);
  return [
    `${reports} ${reports === 1 ? 'report' : 'reports'}: ${verb}${recorded} recorded, ${repeated} recorded before, ${refused} refused`,
    ...(rules.length === 0 ? [] : ['', ...textTable(['rule', 'reports', 'what to do'], rules)]),
  ];
};

export interface SubmitOptions {
  readonly type?: string;
  readonly dryRun?: boolean;
  /** Seconds for which a registry that does not answer is waited for. */
  readonly patience: number;
}

/** What a correction holds is a whole report, and has no columns. */
const types: readonly ReportType[] = reportTypes.filter((type) => type !== 'event.corrected');

/** As `loan.issued`, also where it was given as reports name it, `xudai.loan.issued.v1`. */
const typeGiven = (given: string): ReportType => {
  const type = reportTypeOf(given) ?? reportTypes.find((each) => each === given);
  if (type === 'event.corrected')
    throw wrongUse(
      `Corrections are sent as NDJSON, one report a line, since their replacement is a whole report: docs/guides/bank.md and /schemas/${fullType(type)}.json of the registry show one.`,
    );
  if (type === undefined || !types.includes(type))
    throw wrongUse(`There is no type ${given} of CSV files: ${types.join(', ')}`);
  return type;
};

/** What one file reports may be needed by the next, so that none is sent after one that was not taken. */
const brokenOff = (file: string, sent: number, files: number): string =>
  `${file} was not taken; of ${files} files ${sent} were sent before it, and ${files - sent - 1} wait. Mend it and call the same again`;

/** File after file, since what one of them reports may be needed by the next. */
export const submit = async (
  registry: RegistryClient,
  output: Output,
  paths: readonly string[],
  { type, dryRun = false, patience: seconds }: SubmitOptions,
): Promise<ExitCode> => {
  const { files, leftOut } = filesIn(paths);
  const csv = files.find((file) => formatOf(file) === 'CSV');
  const typeOfCsv = type === undefined ? undefined : typeGiven(type);
  if (typeOfCsv === undefined && csv !== undefined)
    throw wrongUse(
      `${csv} holds reports of one type: say which, as --type loan.issued; xudai template lists them`,
    );
  const patience = Patience.noting(output, seconds * 1_000);
  const submitting = { registry, output, patience, type: typeOfCsv, isDry: dryRun };
  const submitted: SubmittedFile[] = [];
  for (const file of leftOut) output.note(`${file} is left out: it is neither NDJSON nor CSV`);
  for (const file of files) {
    output.note(`${file} is sent`);
    try {
      submitted.push(await submitFile(await measuredFile(file), submitting));
    } catch (error) {
      if (error instanceof Failure && files.length > 1)
        output.note(brokenOff(file, submitted.length, files.length));
      throw error;
    }
  }
  const counts = summed(submitted.map(({ submission }) => submission));
  const written = submitted.flatMap(({ refusals }) => refusals ?? []);
  output.answer({ ...counts, dryRun, files: submitted }, () => [
    ...submittedLines(counts, dryRun),
    ...(written.length === 0
      ? []
      : ['', ...written.map((file) => `what was refused, line by line: ${file}`)]),
  ]);
  return counts.refused === 0 ? exitCodes.done : exitCodes.no;
};

/** What a CSV file of a type looks like, as the registry has it that it is sent to. */
export const template = async (
  registry: RegistryClient,
  output: Output,
  type: string | undefined,
): Promise<ExitCode> => {
  if (type === undefined) output.answer({ types }, () => types);
  else {
    const path = `/v1/submissions/templates/${fullType(typeGiven(type))}.csv`;
    const csv = (await registry.text(path)).trimEnd();
    output.answer({ type, csv }, () => [csv]);
  }
  return exitCodes.done;
};
