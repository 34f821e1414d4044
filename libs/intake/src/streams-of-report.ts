import { bailoutStream, loanStream } from '#facts';
import type { Report } from '#reports';

const isOf = <Type extends Report['type']>(
  report: Report,
  ...types: readonly Type[]
): report is Report<Type> => (types as readonly string[]).includes(report.type);

/** The stream that the report is appended to. */
export const streamOf = (report: Report, institution: string): string =>
  isOf(report, 'bailout.disbursed', 'bailout.returned')
    ? bailoutStream(institution, report.data.programme)
    : loanStream(institution, report.subject);

/** The loan whose stream the decision reads beside its own. */
export const besideOf = (report: Report, institution: string): readonly string[] =>
  isOf(report, 'bailout.disbursed') && report.data.loanId !== undefined
    ? [loanStream(institution, report.data.loanId)]
    : [];
