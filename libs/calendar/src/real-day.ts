const day = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of a month of the Gregorian calendar; `month` from 1 to 12. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Whether the text is `YYYY-MM-DD` and that day exists; years 0000 to 9999. */
export const isRealDay = (text: string): boolean => {
  const [, year, month, dayOfMonth] = day.exec(text) ?? [];
  return year !== undefined && Number(dayOfMonth) <= daysInMonth(Number(year), Number(month));
};
