import type { SubmissionReceipt } from '#contract';
import type { Evolution } from '#decider';
import {
  factsOf,
  type Position,
  type StoredFact,
  type SubmissionCompleted,
  type SubmissionReceived,
  submissionStream,
} from '#facts';
import type { FoldRequest } from '#recording';
import type { OutcomeCounts } from './outcome-counts.js';
import type { ReceivedFile } from './submissions.table.js';

/** What the log says of a file. */
interface RecordedSubmission {
  readonly received: SubmissionReceived | null;
  readonly completed: SubmissionCompleted | null;
}

const entered = factsOf('submission');

const recordedSubmission: Evolution<RecordedSubmission, StoredFact> = {
  initial: { received: null, completed: null },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact?.type) {
      case 'SubmissionReceived':
        return { ...state, received: fact };
      case 'SubmissionCompleted':
        return { ...state, completed: fact };
      case undefined:
        return state;
    }
  },
};

export const submissionRequest = ({
  institution,
  id,
}: Pick<ReceivedFile, 'institution' | 'id'>): FoldRequest<RecordedSubmission> => ({
  stream: submissionStream(institution, id),
  fold: { kind: 'submission', evolution: recordedSubmission },
});

export const receivedFact = (file: ReceivedFile): Pick<SubmissionReceived, 'type' | 'data'> => {
  const { id: submissionId, digest, format, reportType, bytes, reports, receivedAt } = file;
  return {
    type: 'SubmissionReceived',
    data: { submissionId, digest, format, reportType, bytes, reports, receivedAt },
  };
};

export const completedFact = (
  { id: submissionId, digest }: ReceivedFile,
  { recorded, repeated, refused, byRule, totals, recordedDigest }: OutcomeCounts,
  refusalsDigest: string,
): Pick<SubmissionCompleted, 'type' | 'data'> => ({
  type: 'SubmissionCompleted',
  data: {
    submissionId,
    digest,
    recorded,
    repeated,
    refused,
    byRule,
    totals,
    recordedDigest,
    refusalsDigest,
  },
});

type UnsignedReceipt = Omit<SubmissionReceipt, 'signature'>;

/** Made of the two facts and their place alone. */
export const receiptOf = (
  received: SubmissionReceived,
  completed: SubmissionCompleted,
  position: Position,
): UnsignedReceipt => {
  const { submissionId: id, digest, ...file } = received.data;
  const { recorded, repeated, refused, byRule, totals, recordedDigest, refusalsDigest } = completed.data;
  return {
    id,
    institution: received.institution,
    digest,
    ...file,
    completedAt: completed.metadata.stampedAt,
    recorded,
    repeated,
    refused,
    byRule,
    totals,
    recordedDigest,
    refusalsDigest,
    position,
  };
};
