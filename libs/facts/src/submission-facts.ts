import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { identifier, instant, money, sha256, text, wholeNumber } from './stored-values.js';

// Stream `submission-{institution}-{id}`: a file of reports that an institution sent. These names are the storage format: add, never
// rename.

const ofSubmission = {
  streams: ['submission'],
  subject: 'submission',
  institution: true,
  effectiveDate: false,
} as const;

const file = {
  submissionId: identifier,
  /** SHA-256 (hex) of the file as it is without a content coding. */
  digest: sha256,
};

/** All of the file is stored. */
const submissionReceived = factValue(
  { ...ofSubmission, type: 'SubmissionReceived', bearing: 'defines' },
  {
    data: {
      ...file,
      format: z.enum(['NDJSON', 'CSV']),
      /** Of a CSV file, whose lines are all of one type. */
      reportType: text.nullable(),
      bytes: wholeNumber,
      reports: wholeNumber,
      /** Its reports are decided on as on the Shanghai day of this instant. */
      receivedAt: instant,
    },
  },
);

const totalOfType = z
  .strictObject({
    /** Null for reports whose type is not known. */
    type: text.nullable(),
    recorded: wholeNumber,
    repeated: wholeNumber,
    refused: wholeNumber,
    /** Of those recorded, now or before; null where the type has no amount that adds up. */
    sum: money.nullable(),
  })
  .readonly();

/** Every report of the file has its outcome. */
const submissionCompleted = factValue(
  { ...ofSubmission, type: 'SubmissionCompleted', bearing: 'changes' },
  {
    data: {
      ...file,
      recorded: wholeNumber,
      repeated: wholeNumber,
      refused: wholeNumber,
      byRule: z.record(z.string(), wholeNumber).readonly(),
      totals: z.array(totalOfType).readonly(),
      /** A chain over id and digest of each report that is recorded, in the order of the file. */
      recordedDigest: sha256,
      /** SHA-256 (hex) over the refusals, line by line. */
      refusalsDigest: sha256,
    },
  },
);

export const submissionFacts = {
  SubmissionReceived: submissionReceived,
  SubmissionCompleted: submissionCompleted,
};

export type SubmissionReceived = FactOfValue<typeof submissionReceived>;
export type SubmissionCompleted = FactOfValue<typeof submissionCompleted>;
export type SubmissionFact = FactOfValues<typeof submissionFacts>;
