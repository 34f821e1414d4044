interface Day {
  readonly today: string;
  readonly nowMs: number;
  readonly time: string | null;
  readonly reportingFrom: string;
}

/** Noon in Shanghai of a day. The institution has not begun to report, so that nothing is late unless the spec says so. */
export const onDay = (today: string, more: Partial<Day> = {}): Day => ({
  today,
  nowMs: Date.parse(`${today}T12:00:00+08:00`),
  time: null,
  reportingFrom: '9999-12-31',
  ...more,
});
