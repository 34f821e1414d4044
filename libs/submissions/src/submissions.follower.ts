import { formatInstant } from '#calendar';
import { type ActiveSession, whileActive } from '#database';
import { pause, type WakeUp } from '#wake-up';
import { type DecidingFiles, decideSubmission, StillOpen } from './decide-submission.log.js';
import { SpoolDamaged } from './spool.table.js';
import {
  endSubmission,
  takeNext,
  tellWaiting,
  type TakenFile,
  unfinishedInstitutions,
} from './submission-work.table.js';

export interface DecidingSubmissions extends DecidingFiles {
  /** Told when a file was received here, which need not be waited for then. */
  readonly received: WakeUp;
  /** Whether there is room to record. */
  readonly hasRoom: () => boolean;
  /** Told what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Told of a file that cannot be read back, and so comes to no end. */
  readonly onDamaged: (error: Error, file: string) => void;
  /** Institutions whose files are decided at once; each holds a connection beside the pool. */
  readonly atOnce?: number;
}

const pollMs = 500;
const setbackPauseMs = 1_000;

/**
 * Decides files as they are received, until the signal: those of an institution one after another, in the order in which they were
 * received, those of different ones side by side. Whose process ends, however it ends, loses its lock, and another one goes on with the
 * file where it was.
 */
export const decideSubmissions = async (deciding: DecidingSubmissions): Promise<void> => {
  const { pool, signal, received, hasRoom, onSetback, atOnce = 16 } = deciding;
  const busy = new Map<string, Promise<void>>();
  const broken = new Set<string>();
  const begin = (institution: string): void => {
    const work = decideOne(institution, deciding, broken).finally(() => {
      busy.delete(institution);
      received.notify();
    });
    busy.set(institution, work);
  };
  while (!signal.aborted) {
    const seen = received.count;
    try {
      const waiting = hasRoom() ? await unfinishedInstitutions(pool) : [];
      for (const institution of waiting)
        if (!busy.has(institution) && busy.size < atOnce && !signal.aborted) begin(institution);
    } catch (error) {
      if (!signal.aborted) onSetback(error);
      await pause(setbackPauseMs, signal);
    }
    await received.after(seen, pollMs, signal);
  }
  await Promise.all(busy.values());
};

/** The next file of an institution, once nobody else is at one of its files. */
const decideOne = async (
  institution: string,
  deciding: DecidingSubmissions,
  broken: Set<string>,
): Promise<void> => {
  const { pool, signal, onSetback } = deciding;
  const name = `xudai submissions ${institution}`;
  try {
    await whileActive(pool, { name, signal, as: 'submissions' }, async (session) => {
      const file = await takeNext(session.connection, institution);
      if (file) await decideTaken(file, session, deciding, broken);
    });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof StillOpen)) onSetback(error);
    await pause(setbackPauseMs, signal);
  }
};

const decideTaken = async (
  file: TakenFile,
  session: ActiveSession,
  deciding: DecidingSubmissions,
  broken: Set<string>,
): Promise<void> => {
  const { ledger, onDamaged } = deciding;
  try {
    await decideSubmission(file, session, deciding, broken);
  } catch (error) {
    session.check();
    if (deciding.signal.aborted) throw error;
    if (error instanceof SpoolDamaged) {
      onDamaged(error, file.id);
      const at = formatInstant(ledger.clock.now());
      const reason = 'The file cannot be read back whole. What was recorded of it stands; send it again.';
      await endSubmission(session.connection, file.id, { status: 'FAILED', at, reason });
      return;
    }
    await tellWaiting(session.connection, file.id);
    throw error;
  }
};
