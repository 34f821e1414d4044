import type { BusinessDate } from './business-date.js';
import { dayOfNumber } from './day-arithmetic.js';

/*
 * Shanghai has been eight hours ahead of UTC without summer time since 1992, and everything reported is decided on a day after
 * that. The offset is fixed here and not asked of a time zone database: that comes with the platform, differs between builds and
 * may be absent, and a replay must find the same day on every machine, for ever.
 */
const aheadMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The business day in Shanghai at an instant, in ms since 1970-01-01T00:00Z. A RangeError outside 1900 to 9999. */
export const shanghaiDay = (ms: number): BusinessDate => dayOfNumber(Math.floor((ms + aheadMs) / dayMs));
