/** Which facts; all filters hold together, values of one filter are alternatives. Absent: all. */
export interface FactsAsked {
  /** First and last seq, both included. */
  readonly from: number;
  readonly to: number;
  readonly streams?: readonly string[];
  readonly types?: readonly string[];
  readonly institutions?: readonly string[];
}
