import type { InstitutionCode } from '#identifiers';
import { currentRules, type RuleSet } from '#rules';
import { exampleBank } from './example-reports.js';

interface Day {
  readonly institution: InstitutionCode;
  readonly today: string;
  readonly nowMs: number;
  readonly rules: RuleSet;
  readonly time: string | null;
  readonly reportingFrom: string;
  readonly replaces: boolean;
}

/** Noon in Shanghai of a day, for a report of the example bank. The institution has not begun to report, so that nothing is late unless the spec says so. */
export const onDay = (today: string, more: Partial<Day> = {}): Day => ({
  institution: exampleBank,
  today,
  nowMs: Date.parse(`${today}T12:00:00+08:00`),
  rules: currentRules,
  time: null,
  reportingFrom: '9999-12-31',
  replaces: false,
  ...more,
});
