import { formatInstant } from '#calendar';
import type { ActiveSession } from '#database';
import type { Position } from '#facts';
import type { Answered } from '#intake';
import { problem } from '#problem-details';
import { changeStream, type Ledger, newFact } from '#recording';
import { signedJson } from '#signing';
import { type OutcomeCounts, refusedOutcomes } from './outcome-counts.js';
import { Attempt, type DecidingFiles, StillOpen } from './submission-attempt.log.js';
import { digestOfRefusals } from './submission-refusals.query.js';
import { beginDryRun, endSubmission, refusalsFrom, type TakenFile } from './submission-work.table.js';
import { completedFact, receiptOf, receivedFact, submissionRequest } from './submission.js';
import type { ReceivedFile } from './submissions.table.js';

/** Records once that a file was received, however often it is reported. */
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
const recordCompleted = async (
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

/** How often a line broke, by file and line. */
export type BrokenLines = Map<string, Map<number, number>>;

/** A line that breaks as often is refused, and the file goes on. */
const mostBreaks = 2;

const internal: Answered = {
  outcome: 'failed',
  id: null,
  problem: problem('internal', { outcome: 'not-recorded' }),
};

/** Continues deciding a file until its end. */
export const decideSubmission = async (
  file: TakenFile,
  session: ActiveSession,
  deciding: DecidingFiles,
  broken: BrokenLines,
): Promise<void> => {
  const { ledger, signer } = deciding;
  const { connection } = session;
  const { id, isDry } = file;
  if (isDry) await beginDryRun(connection, id);
  else await recordReceived(ledger, file);
  const from = isDry ? 0 : file.decidedChunks;
  // What was refused before a crash stays so, whatever was recorded of later lines since.
  const refused = isDry ? [] : refusedOutcomes(await refusalsFrom(connection, id, from));
  const breaks = broken.get(id) ?? new Map<number, number>();
  const known = new Map<number, Answered>(refused);
  for (const [line, times] of breaks) if (times >= mostBreaks) known.set(line, internal);
  const attempt = new Attempt(file, from, session, deciding);
  try {
    await attempt.decideAll(known);
  } catch (error) {
    if (error instanceof StillOpen && error.isBroken)
      broken.set(id, breaks.set(error.line, (breaks.get(error.line) ?? 0) + 1));
    throw error;
  }
  broken.delete(id);
  if (isDry) {
    const at = formatInstant(ledger.clock.now());
    return endSubmission(connection, id, { status: 'COMPLETED', at });
  }
  const refusalsDigest = await digestOfRefusals(connection, id);
  const { receipt, at, position } = await recordCompleted(ledger, file, attempt.progress, refusalsDigest);
  const signed = signedJson(receipt, signer);
  await endSubmission(connection, id, { status: 'COMPLETED', at, position, receipt: signed });
};
