import { z } from 'zod';
import { type AnswerOf, day, listOf } from './answer.js';
import { namedFactShape } from './audit.js';

/** What may be suspicious in what was reported; in the order of their names, as they are listed. */
export const anomalySignal = z
  .enum([
    'bailout-from-many-banks',
    'evergreening',
    'first-time-contested',
    'first-time-repaid-early',
    'first-time-small',
    'late-reports',
    'loss-after-renewal',
    'many-corrections',
    'many-refusals',
    'month-end-spike',
    'probable-duplicate',
    'report-id-reused',
    'round-trip',
    'silent',
  ])
  .meta({ id: 'AnomalySignal' });

const measuredShape = z
  .strictObject({
    name: z.enum([
      'renewals',
      'months',
      'days',
      'banks',
      'claims',
      'reports',
      'amount',
      'principal',
      'issued',
      'repaid',
      'share',
      'workingDays',
    ]),
    value: z.string().meta({ description: 'Money with two decimals, a share with four, a count with none' }),
    threshold: z
      .string()
      .nullable()
      .meta({ description: 'What it was held against; null for what only explains' }),
  })
  .meta({ id: 'MeasuredValue' });

const anomalyShape = z
  .strictObject({
    signal: anomalySignal,
    /** Null where several institutions are concerned. */
    institution: z.string().nullable(),
    borrowerKey: z.string().nullable(),
    loanId: z.string().nullable(),
    /** The days that it extends over; null for what happened on one. */
    period: z.strictObject({ from: day, to: day }).nullable(),
    on: day,
    measured: z.array(measuredShape),
    facts: z
      .array(namedFactShape)
      .meta({ description: 'The first twenty, in order, and what corrected them' }),
    /** How many it rests on, those beyond the first twenty too; what corrected them is not counted. */
    factsInAll: z.int(),
  })
  .meta({ id: 'Anomaly' });

export const anomalyListShape = listOf(anomalyShape);

export type AnomalySignal = AnswerOf<typeof anomalySignal>;
export type MeasuredValue = AnswerOf<typeof measuredShape>;
export type Anomaly = AnswerOf<typeof anomalyShape>;
export type AnomalyList = AnswerOf<typeof anomalyListShape>;
