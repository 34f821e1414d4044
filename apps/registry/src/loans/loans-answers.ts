import { z } from 'zod';
import { basis, day, instant, money } from '../http/answer-shapes.js';

export const borrowerShape = z
  .strictObject({
    idType: z.enum(['USCC', 'PERSON_TOKEN']),
    id: z.string(),
    kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER']),
    size: z.enum(['MICRO', 'SMALL', 'MEDIUM', 'LARGE']),
    district: z.string(),
    industry: z.string(),
    name: z.string().optional(),
  })
  .meta({ id: 'BorrowerOfAnswer' });

const leg = z.strictObject({
  no: z.int(),
  start: day,
  maturity: day,
  amount: money,
  noteNo: z.string().nullable(),
  rateBp: z.int().nullable(),
});

export const claimShape = z
  .strictObject({
    institution: z.string(),
    loanId: z.string(),
    borrowerKey: z.string(),
    drawdownDate: day,
    drawdownTime: z.string().nullable(),
    status: z.enum(['PENDING', 'RECOGNISED', 'SUPERSEDED', 'DENIED', 'REVOKED']),
    contested: z.boolean(),
    reason: z.string().nullable(),
    earlierDate: day.nullable(),
    seq: z.int(),
  })
  .meta({ id: 'Claim' });

export const loanShape = z
  .strictObject({
    institution: z.string(),
    loanId: z.string(),
    borrower: borrowerShape,
    product: z.string(),
    guarantee: z.string(),
    tags: z.array(z.string()),
    status: z.enum(['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED']),
    outstanding: money,
    legs: z.array(leg),
    maturity: day,
    classification: z.string(),
    renewals: z.int(),
    chainStart: day,
    claim: claimShape.nullable(),
    seq: z.int(),
  })
  .meta({ id: 'Loan' });

export const oneLoan = loanShape.extend({ basis });

/** A fact exactly as recorded. */
export const factShape = z
  .strictObject({
    seq: z.int(),
    recordedAt: instant,
    eventId: z.string(),
    type: z.string(),
    stream: z.string(),
    revision: z.int(),
    effectiveDate: day.nullable(),
    institution: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Fact' });

export const historyItem = z.strictObject({ fact: factShape, state: loanShape });
