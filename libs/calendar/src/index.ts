export { addMonths, daysBetween } from './day-arithmetic.js';
export { isBusinessDate } from './business-date.js';
export { Clock, fixedClock, systemClock } from './clock.js';
export { formatInstant, instantMs, isDateTime, isInstant } from './instant.js';
export { shanghaiDay } from './shanghai-day.js';
export { isTimeOfDay } from './time-of-day.js';
export { workingDaysBetween } from './working-days.js';
