export { addDays, addMonths, dayNumber, daysBetween } from './day-arithmetic.js';
export { type BusinessDate, isBusinessDate } from './business-date.js';
export { Clock, fixedClock, systemClock } from './clock.js';
export { formatInstant, instantMs, isInstant } from './instant.js';
export { shanghaiDay } from './shanghai-day.js';
export { isTimeOfDay } from './time-of-day.js';
export { isWorkingDay, type WorkingCalendar, workingDaysBetween } from './working-days.js';
