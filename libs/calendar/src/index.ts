export {
  addDays,
  addMonths,
  type BusinessDate,
  businessDate,
  daysBetween,
  isBusinessDate,
  workingDaysBetween,
} from './business-date.js';
export {
  Clock,
  fixedClock,
  formatInstant,
  instantMs,
  isDateTime,
  isInstant,
  isTimeOfDay,
  shanghaiDay,
  shanghaiDayOf,
  systemClock,
} from './instant.js';
export { type Interval, intervalsBetween, intervalStart, type Span } from './intervals.js';
