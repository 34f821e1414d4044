import type { InstitutionKind } from '#facts';
import type { Report, ReportType } from '#reports';

const bailout: readonly ReportType[] = ['bailout.disbursed', 'bailout.returned'];
const indicators: readonly ReportType[] = ['indicator.reported'];

/**
 * `IDN-R06`: who may send what, by kind of institution. Each may correct and reverse what it may send: which that is shows once the report
 * that is changed is found.
 */
export const maySend = (kind: InstitutionKind, report: Pick<Report, 'type' | 'data'>): boolean => {
  if (report.type === 'event.corrected' || report.type === 'event.reversed') return true;
  switch (kind) {
    case 'BANK':
      return true;
    case 'AUTHORITY':
      return [...bailout, ...indicators].includes(report.type);
    case 'GUARANTOR':
      return (
        indicators.includes(report.type) ||
        report.type === 'bailout.returned' ||
        (report.type === 'bailout.disbursed' &&
          'kind' in report.data &&
          report.data.kind === 'GUARANTEED_RELIEF')
      );
    case 'INSURER':
      return indicators.includes(report.type);
  }
};
