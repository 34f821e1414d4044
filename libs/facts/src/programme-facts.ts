import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import {
  businessDate,
  calendarCode,
  measureCode,
  names,
  programmeCode,
  targetCode,
  text,
} from './stored-values.js';

// Streams `programme-{code}`, `measure-{code}`, `calendar-{code}`. These names are the storage format: add, never rename.

const unit = z.enum(['CNY', 'COUNT', 'RATIO']);
/** What a measure may do with what it counts. */
export const operations = ['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE', 'GROWTH', 'LATEST_SUM'] as const;
/** What each comes to. */
export const unitsOf: Readonly<Record<Operation, readonly Unit[]>> = {
  SUM: ['CNY'],
  COUNT: ['COUNT'],
  COUNT_DISTINCT: ['COUNT'],
  BALANCE: ['CNY'],
  GROWTH: ['RATIO'],
  LATEST_SUM: ['CNY', 'COUNT'],
};
const comparator = z.enum(['GT', 'GTE', 'APPROX', 'INFO']);

export type Unit = z.infer<typeof unit>;
export type Operation = (typeof operations)[number];
export type Comparator = z.infer<typeof comparator>;

/** A closed expression over whitelisted JSON pointers; no code. */
export type FilterExpression =
  | { readonly eq: readonly [path: string, value: string | boolean] }
  | { readonly in: readonly [path: string, values: readonly string[]] }
  | { readonly gte: readonly [path: string, value: string] }
  | { readonly lte: readonly [path: string, value: string] }
  | { readonly exists: string }
  | { readonly and: readonly FilterExpression[] }
  | { readonly or: readonly FilterExpression[] }
  | { readonly not: FilterExpression };

const pointer = z.string().startsWith('/');

interface FilterParts {
  readonly path: z.ZodType<string, string>;
  readonly value: z.ZodType<string, string>;
  /** Of a list of values, and of a list of expressions. */
  readonly values?: (value: z.ZodType<string, string>) => z.ZodType<string[]>;
  readonly all?: (part: z.ZodType<FilterExpression>) => z.ZodType<FilterExpression[]>;
}

/** The forms of an expression, over paths, values and lists as narrow as whoever asks takes them. */
export const filterExpressionOf = ({
  path,
  value,
  values = z.array,
  all = z.array,
}: FilterParts): z.ZodType<FilterExpression> => {
  const expression: z.ZodType<FilterExpression> = z.lazy(() =>
    z.union([
      z.strictObject({ eq: z.tuple([path, z.union([value, z.boolean()])]) }),
      z.strictObject({ in: z.tuple([path, values(value)]) }),
      z.strictObject({ gte: z.tuple([path, value]) }),
      z.strictObject({ lte: z.tuple([path, value]) }),
      z.strictObject({ exists: path }),
      z.strictObject({ and: all(expression) }),
      z.strictObject({ or: all(expression) }),
      z.strictObject({ not: expression }),
    ]),
  );
  return expression;
};

const filterExpression = filterExpressionOf({ path: pointer, value: text });

const measureSource = z
  .strictObject({
    /** Fact type, e.g. `LoanRenewed`. */
    fact: text,
    sign: z.literal([1, -1]),
    /** JSON pointer to a money string in the fact, or null where each fact counts as one. */
    quantity: pointer.nullable(),
  })
  .readonly();

export type MeasureSource = z.infer<typeof measureSource>;

const notReported = { institution: false, effectiveDate: false } as const;
const ofMeasure = { ...notReported, streams: ['measure'], subject: 'measure', bearing: 'defines' } as const;
const ofProgramme = {
  ...notReported,
  streams: ['programme'],
  subject: 'programme',
  bearing: 'defines',
} as const;
const ofTarget = { ...ofProgramme, subject: 'target' } as const;

const measure = {
  code: measureCode,
  name: names,
  op: z.enum(operations),
  unit,
  sources: z.array(measureSource).readonly(),
  /** GROWTH: the balance that grows. */
  of: measureCode.nullable(),
  filter: filterExpression.nullable(),
  /** COUNT_DISTINCT: JSON pointer to the key that is counted once. */
  distinct: pointer.nullable(),
};

const target = {
  programme: programmeCode,
  code: targetCode,
  name: names,
  measure: measureCode,
  unit,
  comparator,
  /** Yuan with two decimals, a whole number, or a ratio with four decimals, by unit; null for INFO. */
  threshold: text.nullable(),
  period: z.union([
    z.strictObject({ from: businessDate, to: businessDate }).readonly(),
    z.strictObject({ asAt: businessDate }).readonly(),
  ]),
  /** GROWTH: the day compared with. */
  base: businessDate.nullable(),
  filter: filterExpression.nullable(),
  /** APPROX: share of the threshold, e.g. `0.05`. */
  tolerance: text.nullable(),
  /** Twelve monthly weights, or null for a line over working days. */
  path: z.array(text).readonly().nullable(),
  /** Further measures that are answered with the target. */
  beside: z.array(measureCode).readonly(),
};

const programme = { code: programmeCode, name: names, from: businessDate, to: businessDate };

export const programmeFacts = {
  ProgrammeDefined: factValue({ ...ofProgramme, type: 'ProgrammeDefined' }, { data: programme }),
  ProgrammeAmended: factValue({ ...ofProgramme, type: 'ProgrammeAmended' }, { data: programme }),
  TargetSet: factValue({ ...ofTarget, type: 'TargetSet' }, { data: target }),
  TargetAmended: factValue({ ...ofTarget, type: 'TargetAmended' }, { data: target }),
};

export const measureFacts = {
  MeasureDefined: factValue({ ...ofMeasure, type: 'MeasureDefined' }, { data: measure }),
  MeasureAmended: factValue({ ...ofMeasure, type: 'MeasureAmended' }, { data: measure }),
};

/** Working days of one year: weekends and these days off, and these weekend days worked. */
const calendarSet = factValue(
  { ...notReported, type: 'CalendarSet', streams: ['calendar'], subject: 'calendar', bearing: 'defines' },
  {
    data: {
      code: calendarCode,
      year: z.int(),
      off: z.array(businessDate).readonly(),
      worked: z.array(businessDate).readonly(),
    },
  },
);

export const calendarFacts = { CalendarSet: calendarSet };

export type MeasureDefined = FactOfValue<typeof measureFacts.MeasureDefined>;
export type MeasureAmended = FactOfValue<typeof measureFacts.MeasureAmended>;
export type MeasureFact = FactOfValues<typeof measureFacts>;
export type MeasureData = MeasureDefined['data'];

export type ProgrammeDefined = FactOfValue<typeof programmeFacts.ProgrammeDefined>;
export type ProgrammeAmended = FactOfValue<typeof programmeFacts.ProgrammeAmended>;
export type TargetSet = FactOfValue<typeof programmeFacts.TargetSet>;
export type TargetAmended = FactOfValue<typeof programmeFacts.TargetAmended>;
export type ProgrammeFact = FactOfValues<typeof programmeFacts>;
export type ProgrammeData = ProgrammeDefined['data'];
export type TargetData = TargetSet['data'];
export type TargetPeriod = TargetData['period'];

export type CalendarSet = FactOfValue<typeof calendarSet>;
export type CalendarFact = FactOfValues<typeof calendarFacts>;
