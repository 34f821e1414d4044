import type { KeyedMutex } from '#recording';
import type { Report } from '#reports';
import { deciderOf, type ReportDeciders } from './report-decider.js';

/**
 * Every report has the outcome it would have had if they were decided one after another in the order given: those of an institution
 * that share a stream read or written, or an id, wait for each other; the others are decided at the same time. Institutions never
 * wait for each other: what they share, such as a bailout programme, is written by no report.
 */
export const inStreamOrder = <Outcome>(
  mutex: KeyedMutex,
  deciders: ReportDeciders,
  institution: string,
  report: Report,
  decide: () => Promise<Outcome>,
): Promise<Outcome> => {
  const { own, others } = deciderOf(deciders, report);
  const read = [own(report, institution), ...others(report, institution)];
  return mutex.runExclusive(
    [...read.map(({ stream }) => `${institution} ${stream}`), `report ${institution} ${report.id}`],
    decide,
  );
};
