import { bailoutStream, indicatorStream, loanStream } from '#facts';
import type { Report } from '#reports';

const isOf = <Type extends Report['type']>(
  report: Report,
  ...types: readonly Type[]
): report is Report<Type> => (types as readonly string[]).includes(report.type);

/** The stream that the report is appended to. */
export const streamOf = (report: Report, institution: string): string => {
  if (isOf(report, 'bailout.disbursed', 'bailout.returned'))
    return bailoutStream(institution, report.data.programme);
  return isOf(report, 'indicator.reported')
    ? indicatorStream(institution, report.subject)
    : loanStream(institution, report.subject);
};

/** Streams that the decision reads beside its own and that other reports write: the loan that a disbursement names. */
export const besideOf = (report: Report, institution: string): readonly string[] =>
  isOf(report, 'bailout.disbursed') && report.data.loanId !== undefined
    ? [loanStream(institution, report.data.loanId)]
    : [];
