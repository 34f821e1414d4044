import { parseReport } from '../parse-report.js';

/** `pointer: message` of every violation, in the order told; none when the report is understood. */
export const violationsIn = (report: unknown): readonly string[] => {
  const parsed = parseReport(report);
  return parsed.outcome === 'not-understood'
    ? parsed.violations.map(({ pointer, message }) => `${pointer}: ${message}`)
    : [];
};

/** Where it is wrong, each place once. */
export const pointersIn = (report: unknown): readonly string[] => [
  ...new Set(violationsIn(report).map((line) => line.slice(0, line.indexOf(':')))),
];

/** Without this member, at any depth named by dots. */
export const without = <Value extends object>(value: Value, member: string): Value => {
  const copy = structuredClone(value) as Record<string, unknown>;
  delete copy[member];
  return copy as Value;
};
