import { z } from 'zod';
import { businessDateText, text } from './values.js';

/**
 * The subject is the id of the report that is corrected. `replacement` is the full data of that report's type, and is held against its
 * schema once the report is found.
 */
export const eventCorrected = z.strictObject({
  effectiveDate: businessDateText,
  replacement: z.record(z.string(), z.unknown()),
  reason: text,
});

/** The subject is the id of the report that is reversed. */
export const eventReversed = z.strictObject({ effectiveDate: businessDateText, reason: text });
