import { isChange } from '#reports';
import type { Recording, Sender } from './append-report.log.js';
import { recordChange } from './changes/record-change.log.js';
import type { ReportOutcome } from './outcome.js';
import type { Reading } from './read-report.js';
import { recordReport } from './record-report.log.js';
import { deciderOf, type ReportDeciders } from './report-decider.js';

/** A report that was understood. */
export type ReportRead = Pick<Extract<Reading, { readonly outcome: 'read' }>, 'report' | 'ownership'>;

/** A report of any type: what corrects or reverses another one is decided on by the decider of that one. */
export const recordRead = (
  { report, ownership }: ReportRead,
  deciders: ReportDeciders,
  sender: Sender,
  to: Recording,
): Promise<ReportOutcome> =>
  isChange(report)
    ? recordChange({ report, ownership }, deciders, sender, to)
    : recordReport(report, deciderOf(deciders, report), sender, to);
