import type { Submission } from '#contract';
import { isProblemWord, lineCures } from '#problem-details';
import { fullType, type ReportType, reportTypeOf, reportTypes } from '#reports';
import { isRuleCode, ruleCatalogue } from '#rules';
import { csvTypes } from '../csv-types.js';
import { type ExitCode, exitCodes, Failure, wrongUse } from '../failure.js';
import { type Output, textTable } from '../output.process.js';
import { isPassing, Patience } from '../patience.client.js';
import { plain } from '../plain-text.js';
import type { RegistryClient } from '../registry.client.js';
import { filesIn, leftOutWords } from './found-files.file.js';
import { formatOf, type MeasuredFile, measuredFile } from './measured-file.file.js';
import { removeOtherOutcome } from './outcome-files.file.js';
import { type SubmittedFile, submitFile, type Submitting } from './submit-file.client.js';

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

/** As `loan.issued`, also where it was given as reports name it, `xudai.loan.issued.v1`. */
const typeGiven = (given: string): ReportType => {
  const type = reportTypeOf(given) ?? reportTypes.find((each) => each === given);
  if (type === 'event.corrected')
    throw wrongUse(
      `Corrections are sent as NDJSON, one report a line, since their replacement is a whole report: docs/guides/bank.md and /schemas/${fullType(type)}.json of the registry show one.`,
    );
  if (type === undefined || !csvTypes.includes(type))
    throw wrongUse(`There is no type ${plain(given)} of CSV files: ${csvTypes.join(', ')}`);
  return type;
};

/** What one file reports may be needed by the next, so that none is sent after one that was not taken. */
const brokenOff = (file: string, sent: number, files: number, error: Failure): string => {
  const left = `of ${files} files ${sent} were sent before it, and ${files - sent - 1} wait`;
  return isPassing(error)
    ? `${file} was not taken to its end, since the registry did not answer or had no room; ${left}. Call the same again when it does: what was taken is not taken twice`
    : `${file} was not taken; ${left}. Mend it and call the same again`;
};

/** A file, and which one named before it is the same submission. */
type SubmittedOnce = SubmittedFile & { readonly sameAs: string | null };

const withSame = (submitted: readonly SubmittedFile[]): readonly SubmittedOnce[] =>
  submitted.map((each, at) => {
    const first = submitted.findIndex(({ submission }) => submission.id === each.submission.id);
    return { ...each, sameAs: first === at ? null : (submitted[first]?.file ?? null) };
  });

/** Why its outcomes are not of now. */
const receivedBefore = ({
  file,
  sameAs,
  submission,
  wasReceivedBefore,
}: SubmittedOnce): string | undefined => {
  if (sameAs !== null) return `${file} is the same submission as ${sameAs}, and counts once`;
  if (!wasReceivedBefore) return undefined;
  return `${file} was received before, at ${submission.receivedAt}: the outcomes are those of then. To have it decided anew, add an empty line at its end`;
};

/** No receipt is of what cannot be read. */
const measured = async (file: string, submitting: Submitting): Promise<MeasuredFile> => {
  try {
    return await measuredFile(file);
  } catch (error) {
    if (error instanceof Failure) removeOtherOutcome({ path: file, format: formatOf(file) }, submitting);
    throw error;
  }
};

/** What became of the files before one that was not taken, and why it was not. */
interface SubmittedInOrder {
  readonly submitted: readonly SubmittedOnce[];
  readonly failure: Failure | null;
}

/** File after file, since what one of them reports may be needed by the next. */
const submitAll = async (
  files: readonly string[],
  submitting: Submitting & { readonly output: Output },
): Promise<SubmittedInOrder> => {
  const { output } = submitting;
  let submitted: readonly SubmittedOnce[] = [];
  for (const file of files) {
    output.note(`${file} is sent`);
    try {
      submitted = withSame([...submitted, await submitFile(await measured(file, submitting), submitting)]);
      const note = receivedBefore(submitted.at(-1) as SubmittedOnce);
      if (note !== undefined) output.note(note);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (files.length > 1) output.note(brokenOff(file, submitted.length, files.length, error));
      return { submitted, failure: error };
    }
  }
  return { submitted, failure: null };
};

const listed = (what: string, files: readonly string[]): readonly string[] =>
  files.length === 0 ? [] : ['', ...files.map((file) => `${what}: ${file}`)];

const typeMismatch = (csv: string | undefined): string =>
  csv === undefined
    ? 'None of these is a CSV file, and --type is of CSV files alone: an NDJSON file says the type of each report itself. Leave --type out'
    : `${plain(csv)} holds reports of one type: say which, as --type loan.issued; xudai template lists them`;

export const submit = async (
  registry: RegistryClient,
  output: Output,
  paths: readonly string[],
  { type, dryRun = false, patience: seconds }: SubmitOptions,
): Promise<ExitCode> => {
  const { files, leftOut } = filesIn(paths);
  const csv = files.find((file) => formatOf(file) === 'CSV');
  const typeOfCsv = type === undefined ? undefined : typeGiven(type);
  if ((typeOfCsv === undefined) !== (csv === undefined)) throw wrongUse(typeMismatch(csv));
  const patience = Patience.noting(output, seconds * 1_000);
  for (const each of leftOut) output.note(leftOutWords(each));
  const { submitted, failure } = await submitAll(files, {
    registry,
    output,
    patience,
    type: typeOfCsv,
    isDry: dryRun,
  });
  if (failure && submitted.length === 0) throw failure;
  const notDecided = files.slice(submitted.length);
  const once = submitted.filter(({ sameAs }) => sameAs === null);
  const counts = summed(once.map(({ submission }) => submission));
  const written = submitted.flatMap(({ refusals }) => refusals ?? []);
  output.answer({ ...counts, dryRun, files: submitted, notDecided, leftOut }, () => [
    ...submittedLines(counts, dryRun),
    ...listed('what was refused, line by line', written),
    ...(failure === null
      ? []
      : listed(
          'decided',
          submitted.map(({ file }) => file),
        )),
    ...listed('not decided', notDecided),
  ]);
  if (failure) throw failure;
  const isAllWritten = submitted.every(({ notWritten }) => notWritten.length === 0);
  return counts.refused === 0 && isAllWritten ? exitCodes.done : exitCodes.no;
};

/** What a CSV file of a type looks like, as the registry has it that it is sent to. */
export const template = async (
  registry: RegistryClient,
  output: Output,
  type: string | undefined,
): Promise<ExitCode> => {
  if (type === undefined) output.answer({ types: csvTypes }, () => csvTypes);
  else {
    const path = `/v1/submissions/templates/${fullType(typeGiven(type))}.csv`;
    const csv = (await registry.text(path)).trimEnd();
    output.text({ type, csv }, csv);
  }
  return exitCodes.done;
};
