import { z } from 'zod';
import { type AnswerOf, instant, money } from './answer.js';

/** What became of the reports of one type; `sum` is of those recorded, now or before; a line that repeats one recorded of this file adds nothing. */
const submissionTotalShape = z
  .strictObject({
    type: z.string().nullable(),
    recorded: z.int(),
    repeated: z.int(),
    refused: z.int(),
    sum: money.nullable(),
  })
  .meta({ id: 'SubmissionTotal' });

const file = {
  id: z.string(),
  institution: z.string(),
  format: z.enum(['NDJSON', 'CSV']),
  /** Of a CSV file, whose lines are all of one type. */
  reportType: z.string().nullable(),
  /** SHA-256 (hex) of the file, without a content coding. */
  digest: z.string(),
  bytes: z.int(),
  /** Reports in the file. */
  reports: z.int(),
  receivedAt: instant,
};

/** By rule, or by the word of the problem where it is no rule. */
const counts = {
  recorded: z.int(),
  repeated: z.int(),
  refused: z.int(),
  byRule: z.record(z.string(), z.int()),
};

/** A file of reports, and how far it is decided. Of a dry run the counts say what would be. */
export const submissionShape = z
  .strictObject({
    ...file,
    status: z.enum(['RECEIVED', 'DECIDING', 'COMPLETED', 'FAILED']),
    dryRun: z.boolean(),
    read: z.int(),
    ...counts,
    /** Reports decided a second, of late; over all of it once it is completed. Null while it waits. */
    ratePerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
    waitsFor: z.enum(['worker', 'earlier-submission', 'log', 'room']).nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    /** At or after all that is recorded of it. */
    position: z.string().nullable(),
    /** Why it failed. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'Submission' });

/** What is wrong with one line of the file; a line with several faults has several. */
export const submissionRefusalShape = z
  .strictObject({
    line: z.int(),
    id: z.string().nullable(),
    rule: z.string(),
    pointer: z.string().nullable(),
    message: z.strictObject({ en: z.string(), zh: z.string() }),
    retryable: z.boolean(),
    /** What to do about it; null where nobody can say. */
    cure: z.strictObject({ en: z.string(), zh: z.string() }).nullable(),
  })
  .meta({ id: 'SubmissionRefusal' });

/** What the registry made of a file, once every report has its outcome: the same bytes for ever. */
export const receiptShape = z
  .strictObject({
    ...file,
    completedAt: instant,
    ...counts,
    totals: z.array(submissionTotalShape),
    /** A chain over id and digest of each report that is recorded, now or before, in the order of the file. */
    recordedDigest: z.string(),
    /** SHA-256 (hex) over the refusals. */
    refusalsDigest: z.string(),
    /** At or after all that is recorded of it. */
    position: z.string(),
    /** The line of a C2SP signed note over this document without this member, canonical and with a line feed after it. */
    signature: z.string(),
  })
  .meta({ id: 'SubmissionReceipt' });

export type Submission = AnswerOf<typeof submissionShape>;
export type SubmissionTotal = AnswerOf<typeof submissionTotalShape>;
export type SubmissionRefusal = AnswerOf<typeof submissionRefusalShape>;
export type SubmissionReceipt = AnswerOf<typeof receiptShape>;
