/** What deciding may know besides the states of streams: who reports, the day, the clock, and the institution's start of reporting. */
export interface DecisionContext {
  /** Code of the institution that reports. */
  readonly institution: string;
  /** Shanghai day of the decision; for a submission, the day it was received. */
  readonly today: string;
  readonly nowMs: number;
  /** CloudEvents `time` of the report. */
  readonly time: string | null;
  /** Reports effective before this day are never late. */
  readonly reportingFrom: string;
}
