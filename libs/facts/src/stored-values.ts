import { z } from 'zod';
import { isBusinessDate, isDateTime, isInstant, isTimeOfDay } from '#calendar';
import {
  hasUsccForm,
  isIdentifier,
  isInstitutionCode,
  isPersonToken,
  namesBailoutProgramme,
  namesCalendar,
  namesLoan,
  namesMeasure,
  namesProgramme,
  namesTarget,
} from '#identifiers';
import { isMoney } from '#money';

// The values that stored facts are made of, each as it stands in the log. They are checked where a report comes in; here they
// say what may be relied on, and specs and checkers hold recorded facts against them.

/** What stands at a path, and so what it may be compared with. What an institution reports is money or a count: its unit says. */
export type PathKind = 'word' | 'money' | 'date' | 'integer' | 'boolean' | 'set' | 'by-unit';

const comparisons = z.registry<{ readonly as: PathKind }>();

/** Yuan with two decimals. */
export const money = z.string().refine(isMoney, 'is no yuan text').register(comparisons, { as: 'money' });

/** Business day in Asia/Shanghai, `YYYY-MM-DD`. */
export const businessDate = z
  .string()
  .refine((value) => isBusinessDate(value), 'is no business day')
  .register(comparisons, { as: 'date' });

/** Yuan with two decimals, or a whole number, by the unit beside it. */
export const quantity = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})(\.\d{2})?$/)
  .register(comparisons, { as: 'by-unit' });

export const text = z.string().min(1);
export const identifier = z.string().refine(isIdentifier, 'is no identifier');
export const institutionCode = z
  .string()
  .refine((value) => isInstitutionCode(value), 'is no institution code');
export const loanId = z.string().refine((value) => namesLoan(value), 'is no identifier');
export const measureCode = z.string().refine((value) => namesMeasure(value), 'is no identifier');
export const programmeCode = z.string().refine((value) => namesProgramme(value), 'is no identifier');
export const bailoutProgrammeCode = z
  .string()
  .refine((value) => namesBailoutProgramme(value), 'is no identifier');
export const calendarCode = z.string().refine((value) => namesCalendar(value), 'is no identifier');
export const targetCode = z.string().refine((value) => namesTarget(value), 'is no identifier');
export const timeOfDay = z.string().refine(isTimeOfDay, 'is no time of day');
export const instant = z.string().refine(isInstant, 'is no instant');
export const dateTime = z.string().refine(isDateTime, 'is no date-time');
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const wholeNumber = z.int().min(0);

/** USCC or person token. */
export const borrowerKey = z
  .string()
  .refine((value) => hasUsccForm(value) || isPersonToken(value), 'is no key of a borrower');

export const names = z.strictObject({ zh: text, en: text }).readonly();
export type Names = z.infer<typeof names>;

/** What a member with this schema is compared as. Throws for one that is nothing to compare. */
export const comparedAs = (schema: z.core.$ZodType): PathKind => {
  const registered = comparisons.get(schema);
  if (registered) return registered.as;
  if (
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  )
    return comparedAs(schema.unwrap());
  if (schema instanceof z.ZodArray) return 'set';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return 'integer';
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral)
    return 'word';
  throw new Error('A member that a definition may point at must be a value.');
};
