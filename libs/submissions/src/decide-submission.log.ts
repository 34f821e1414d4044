import { formatInstant } from '#calendar';
import type { ActiveSession } from '#database';
import type { Answered } from '#intake';
import { problem } from '#problem-details';
import { signedJson } from '#signing';
import { refusedOutcomes } from './outcome-counts.js';
import { Attempt, type DecidingFiles, StillOpen } from './submission-attempt.log.js';
import { recordCompleted, recordReceived } from './submission-facts.log.js';
import { digestOfRefusals } from './submission-refusals.query.js';
import { beginDryRun, endSubmission, refusalsFrom, type TakenFile } from './submission-work.table.js';

/** How often a line broke, by file and line. */
export type BrokenLines = Map<string, Map<number, number>>;

/** A line that breaks as often is refused, and the file goes on. */
const mostBreaks = 2;

const internal: Answered = {
  outcome: 'failed',
  id: null,
  problem: problem('internal', { outcome: 'not-recorded' }),
};

/** Decides a file to its end, from where it stands. */
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
