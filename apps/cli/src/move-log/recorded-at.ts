/** To the millisecond, as the column takes it: half a millisecond and more is one more. */
const toMilliseconds = (stampedAt: string): string => {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d{1,6}))?Z$/.exec(stampedAt) ?? [];
  if (seconds === undefined) throw new TypeError('A stamp is an instant in UTC.');
  const micros = Number(fraction.padEnd(6, '0'));
  return new Date(Date.parse(`${seconds}Z`) + Math.floor((micros + 500) / 1_000)).toISOString();
};

/** When a fact was recorded: the later of its own stamp and the fact before it. */
export const recordedAfter = (before: string | null, stampedAt: string): string => {
  const own = toMilliseconds(stampedAt);
  return before !== null && before > own ? before : own;
};
