import { z } from 'zod';
import { basis, day, names, position } from '../http/answer-shapes.js';

const unit = z.enum(['CNY', 'COUNT', 'RATIO']);
const comparator = z.enum(['GT', 'GTE', 'APPROX', 'INFO']);
const period = z
  .union([z.strictObject({ from: day, to: day }), z.strictObject({ asAt: day })])
  .meta({ id: 'Period' });
const filter = z.record(z.string(), z.unknown()).nullable();
const inForce = { version: z.int(), seq: z.int() };

const targetShape = z
  .strictObject({
    code: z.string(),
    name: names,
    measure: z.string(),
    unit,
    comparator,
    threshold: z.string().nullable(),
    period,
    base: day.nullable(),
    filter,
    tolerance: z.string().nullable(),
    path: z.array(z.string()).nullable(),
    beside: z.array(z.string()),
    ...inForce,
  })
  .meta({ id: 'Target' });

export const programmeShape = z
  .strictObject({
    code: z.string(),
    name: names,
    from: day,
    to: day,
    ...inForce,
    targets: z.array(targetShape),
  })
  .meta({ id: 'Programme' });

export const measureShape = z
  .strictObject({
    code: z.string(),
    name: names,
    op: z.enum(['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE', 'GROWTH', 'LATEST_SUM']),
    unit,
    sources: z.array(
      z
        .strictObject({ fact: z.string(), sign: z.int(), quantity: z.string().nullable() })
        .meta({ id: 'MeasureSource' }),
    ),
    of: z.string().nullable(),
    filter,
    distinct: z.string().nullable(),
    ...inForce,
  })
  .meta({ id: 'Measure' });

const calendarShape = z
  .strictObject({
    code: z.string(),
    years: z.array(
      z
        .strictObject({ year: z.int(), off: z.array(day), worked: z.array(day), ...inForce })
        .meta({ id: 'CalendarYear' }),
    ),
  })
  .meta({ id: 'Calendar' });

const pace = z
  .strictObject({
    workingDaysElapsed: z.int(),
    workingDaysLeft: z.int(),
    expectedToDate: z.string().nullable(),
    recentPerDay: z.string().nullable(),
    requiredPerDay: z.string().nullable(),
  })
  .meta({ id: 'Pace' });

const targetProgress = z
  .strictObject({
    code: z.string(),
    name: names,
    measure: z.string(),
    unit,
    comparator,
    threshold: z.string().nullable(),
    actual: z.string().nullable(),
    ratio: z.string().nullable(),
    achieved: z.boolean(),
    achievedOn: day.nullable(),
    achievedSeq: z.int().nullable(),
    remaining: z.string().nullable(),
    period,
    pace: pace.nullable(),
    forecast: z.null(),
    beside: z.array(
      z.strictObject({ measure: z.string(), actual: z.string().nullable() }).meta({ id: 'MeasureBeside' }),
    ),
  })
  .meta({ id: 'TargetProgress' });

export const progressShape = z
  .strictObject({ programme: z.string(), basis, targets: z.array(targetProgress) })
  .meta({ id: 'Progress' });

export const oneProgramme = programmeShape.extend({ basis }).meta({ id: 'ProgrammeAnswer' });
export const changedProgramme = oneProgramme.extend({ position }).meta({ id: 'ChangedProgramme' });
export const changedTarget = targetShape.extend({ basis, position }).meta({ id: 'ChangedTarget' });
export const oneMeasure = measureShape.extend({ basis }).meta({ id: 'MeasureAnswer' });
export const changedMeasure = oneMeasure.extend({ position }).meta({ id: 'ChangedMeasure' });
export const changedCalendar = calendarShape.extend({ basis, position }).meta({ id: 'ChangedCalendar' });
