import { describe, expect, it } from '@jest/globals';
import { asCalendarCode } from '#identifiers';
import { calendar, calendarBody, calendarDataOf, setCalendar } from './set-calendar.js';

const body = { off: ['2025-01-01'], worked: ['2025-01-26'] };
const set = (wanted: object, state = calendar.initial) =>
  setCalendar(asCalendarCode('CN'), 2025, calendarBody.parse(wanted))(state);

describe('a calendar', () => {
  it('is set, its days in order and once each', () => {
    expect(set({ off: ['2025-05-01', '2025-01-01', '2025-01-01'], worked: [] })).toEqual({
      outcome: 'record',
      fact: {
        type: 'CalendarSet',
        data: { code: 'CN', year: 2025, off: ['2025-01-01', '2025-05-01'], worked: [] },
      },
    });
  });

  it('is unchanged when it stands, in whatever order', () => {
    const current = calendar.initial.set(
      2025,
      calendarDataOf(asCalendarCode('CN'), 2025, calendarBody.parse(body)),
    );
    expect(set({ ...body, off: ['2025-01-01', '2025-01-01'] }, current)).toMatchObject({
      outcome: 'unchanged',
    });
    expect(set({ ...body, worked: [] }, current)).toMatchObject({ outcome: 'record' });
  });

  it.each([
    [
      'a day of another year',
      { ...body, off: ['2025-01-01', '2026-01-01'] },
      'day-of-another-year',
      '/off/1',
    ],
    [
      'a day both off and worked',
      { off: body.off, worked: body.off },
      'day-both-off-and-worked',
      '/worked/0',
    ],
  ])('is refused for %s', (_title, wanted, reason, pointer) => {
    expect(set(wanted)).toEqual({ outcome: 'refuse', refusal: { reason, pointer } });
  });
});
