import { z } from 'zod';
import { borrowerSize, classification, guarantee, product, tag } from '#reports';
import { basis, day, instant, money } from '../http/answer-shapes.js';

export const loanStatus = z.enum(['ACTIVE', 'REPAID', 'WRITTEN_OFF', 'CANCELLED']).meta({ id: 'LoanStatus' });
export const claimStatus = z
  .enum(['PENDING', 'RECOGNISED', 'SUPERSEDED', 'DENIED', 'REVOKED'])
  .meta({ id: 'ClaimStatus' });

export const borrowerShape = z
  .strictObject({
    idType: z.enum(['USCC', 'PERSON_TOKEN']),
    id: z.string(),
    kind: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER']),
    size: borrowerSize,
    district: z.string(),
    industry: z.string(),
    name: z.string().optional(),
  })
  .meta({ id: 'BorrowerOfAnswer' });

const leg = z
  .strictObject({
    no: z.int(),
    start: day,
    maturity: day,
    amount: money,
    noteNo: z.string().nullable(),
    rateBp: z.int().nullable(),
  })
  .meta({ id: 'Leg' });

export const claimShape = z
  .strictObject({
    institution: z.string(),
    loanId: z.string(),
    borrowerKey: z.string(),
    drawdownDate: day,
    drawdownTime: z.string().nullable(),
    status: claimStatus,
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
    product,
    guarantee,
    tags: z.array(tag),
    status: loanStatus,
    outstanding: money,
    legs: z.array(leg),
    maturity: day,
    classification,
    renewals: z.int(),
    chainStart: day,
    claim: claimShape.nullable(),
    seq: z.int(),
  })
  .meta({ id: 'Loan' });

export const oneLoan = loanShape.extend({ basis }).meta({ id: 'LoanAnswer' });

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

export const historyItem = z
  .strictObject({ fact: factShape, state: loanShape })
  .meta({ id: 'LoanHistoryItem' });
