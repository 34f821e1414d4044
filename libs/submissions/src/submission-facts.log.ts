import type { Position } from '#facts';
import { changeStream, type Ledger, newFact } from '#recording';
import type { OutcomeCounts } from './outcome-counts.js';
import { completedFact, receiptOf, receivedFact, submissionRequest } from './submission.js';
import type { ReceivedFile } from './submissions.table.js';

/** Records once that a file was received, however often it is told. */
export const recordReceived = async (ledger: Ledger, file: ReceivedFile): Promise<void> => {
  const author = { actor: `key:${file.keyId}`, correlationId: file.id };
  await changeStream(ledger, submissionRequest(file), ({ received }) =>
    received
      ? { outcome: 'unchanged' }
      : {
          outcome: 'record',
          facts: [newFact(receivedFact(file), author, ledger.clock.now(), { institution: file.institution })],
        },
  );
};

interface CompletedFile {
  readonly at: string;
  readonly position: Position;
  readonly receipt: ReturnType<typeof receiptOf>;
}

/** Records once that every report of a file has its outcome. What was recorded before is what counts. */
export const recordCompleted = async (
  ledger: Ledger,
  file: ReceivedFile,
  progress: OutcomeCounts,
  refusalsDigest: string,
): Promise<CompletedFile> => {
  const request = submissionRequest(file);
  const author = { actor: 'registry', correlationId: file.id };
  const { institution } = file;
  const change = await changeStream(ledger, request, ({ completed }) => {
    if (completed) return { outcome: 'unchanged' };
    const fact = completedFact(file, progress, refusalsDigest);
    return { outcome: 'record', facts: [newFact(fact, author, ledger.clock.now(), { institution })] };
  });
  const [{ state }] = await ledger.folds.load<readonly [typeof request.fold.evolution.initial]>([request]);
  const { received, completed } = state;
  if (change.outcome === 'refused' || change.position === null || !received || !completed)
    throw new TypeError('What was recorded of a file is not there.');
  return {
    at: completed.metadata.stampedAt,
    position: change.position,
    receipt: receiptOf(received, completed, change.position),
  };
};
