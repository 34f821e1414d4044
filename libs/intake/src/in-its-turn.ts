import type { Turns } from '#recording';
import type { Report } from '#reports';
import { besideOf, streamOf } from './streams-of-report.js';

/**
 * Every report has the outcome it would have had if they were decided one after another in the order given: those that
 * share a stream read or written, or an id, wait for each other; the others go side by side.
 */
export const inItsTurn = <Outcome>(
  turns: Turns,
  institution: string,
  report: Report,
  decide: () => Promise<Outcome>,
): Promise<Outcome> =>
  turns.take(
    [streamOf(report, institution), ...besideOf(report, institution), `report ${institution} ${report.id}`],
    decide,
  );
