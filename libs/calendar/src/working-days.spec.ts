import { describe, expect, it } from '@jest/globals';
import { isWorkingDay, type WorkingCalendar, workingDaysBetween } from './business-date.js';

/** The calendar of 2024 as the contract has it (2.6). */
const china2024: WorkingCalendar = {
  off: (
    '2024-01-01 2024-02-12 2024-02-13 2024-02-14 2024-02-15 2024-02-16 2024-04-04 2024-04-05 2024-05-01 2024-05-02 ' +
    '2024-05-03 2024-06-10 2024-09-16 2024-09-17 2024-10-01 2024-10-02 2024-10-03 2024-10-04 2024-10-07'
  ).split(' '),
  worked: '2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12'.split(
    ' ',
  ),
};

const noHolidays: WorkingCalendar = { off: [], worked: [] };

describe('working days', () => {
  it('are 251 in 2024, month by month', () => {
    const days = workingDaysBetween('2024-01-01', '2024-12-31', china2024);
    expect(days).toHaveLength(251);
    const months = Array.from({ length: 12 }, (_, month) => `2024-${String(month + 1).padStart(2, '0')}`);
    expect(months.map((month) => days.filter((day) => day.startsWith(month)).length)).toEqual([
      22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22,
    ]);
  });

  it('follow the week where the calendar names no day', () => {
    expect(workingDaysBetween('2024-05-06', '2024-05-12', noHolidays)).toEqual([
      '2024-05-06',
      '2024-05-07',
      '2024-05-08',
      '2024-05-09',
      '2024-05-10',
    ]);
    expect(isWorkingDay('1969-12-31', noHolidays)).toBe(true);
    expect(isWorkingDay('1969-12-28', noHolidays)).toBe(false);
    expect(isWorkingDay('1950-01-01', noHolidays)).toBe(false);
  });

  it('exclude holidays and include worked weekend days', () => {
    expect(isWorkingDay('2024-10-07', china2024)).toBe(false);
    expect(isWorkingDay('2024-10-08', china2024)).toBe(true);
    expect(isWorkingDay('2024-10-12', china2024)).toBe(true);
    expect(isWorkingDay('2024-10-13', china2024)).toBe(false);
  });

  it('include both ends, and are none between a day and an earlier one', () => {
    expect(workingDaysBetween('2024-05-06', '2024-05-06', noHolidays)).toEqual(['2024-05-06']);
    expect(workingDaysBetween('2024-05-07', '2024-05-06', noHolidays)).toEqual([]);
  });

  it('are computed for real days only', () => {
    expect(() => isWorkingDay('2024-02-30', noHolidays)).toThrow(TypeError);
  });
});
