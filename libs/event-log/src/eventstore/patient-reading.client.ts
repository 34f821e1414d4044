import { BackOff, pause } from '#wake-up';
import { LogUnavailable } from '../event-log-errors.js';
import type { KnownStore } from './known-store.query.js';
import { faultOf } from './store.client.js';

export interface Patience {
  /** A read is tried again for so long before the log is said to be unavailable. */
  readonly readPatienceMs: number;
  readonly known: KnownStore;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/**
 * Reads, and reads again while the store does not answer.
 *
 * @throws LogUnavailable
 */
export const patiently = async <Answer>(
  { readPatienceMs, known, onSetback }: Patience,
  read: () => Promise<Answer>,
): Promise<Answer> => {
  const giveUpAt = performance.now() + readPatienceMs;
  const backOff = new BackOff();
  for (;;)
    try {
      return await read();
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      if (faultOf(error) === 'deleted') throw error;
      if (faultOf(error) === 'denied' || known.closing.aborted || performance.now() > giveUpAt)
        throw new LogUnavailable({ cause: error });
      known.doubt();
      onSetback(error);
      await pause(backOff.nextMs(), known.closing);
    }
};
