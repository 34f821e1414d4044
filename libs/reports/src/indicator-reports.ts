import { z } from 'zod';
import { businessDateText, quantityForms, quantityText, text } from './values.js';

const unit = z.enum(['CNY', 'COUNT']);

interface Quantity {
  readonly value?: unknown;
  readonly unit?: unknown;
}

/** Said only of a value that is right in itself and of a unit that is known, so that nothing is reported twice. */
const valueFitsUnit = (given: unknown): boolean => {
  if (typeof given !== 'object' || given === null) return true;
  const { value, unit: of } = given as Quantity;
  if (typeof value !== 'string' || (of !== 'CNY' && of !== 'COUNT')) return true;
  return quantityForms[of].fits(value) || !quantityText.safeParse(value).success;
};

/* oxlint-disable unicorn/no-thenable -- `then` is a word of JSON Schema */
const formOf = (of: keyof typeof quantityForms) => ({
  if: { properties: { unit: { const: of } }, required: ['unit'] },
  then: { properties: { value: { type: 'string', pattern: quantityForms[of].pattern } } },
});

/** An institution's own aggregate, for targets that loan events cannot yield; the subject is the indicator's code. */
const indicatorReported = z
  .strictObject({
    effectiveDate: businessDateText,
    value: quantityText,
    unit,
    asAt: businessDateText,
    scope: text.exactOptional(),
  })
  .refine(valueFitsUnit, {
    path: ['value'],
    message: 'must be yuan with two decimals for CNY, a whole number for COUNT',
    when: () => true,
  })
  .meta({ allOf: [formOf('CNY'), formOf('COUNT')] });

export const indicatorReports = { 'indicator.reported': indicatorReported } as const;

export type IndicatorReportedReport = z.infer<typeof indicatorReported>;
