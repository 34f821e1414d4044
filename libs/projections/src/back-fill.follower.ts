import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { BackOff, pause, retried, WakeUp } from '#wake-up';
import { atLeastMs } from './follower-pauses.js';
import { FactNotCounted, forgetStopped, storeStopped } from './back-fill-stopped.table.js';
import { isOfRoom } from './not-applied.table.js';

/** Work on the rows of a projection that its follower leaves to be done beside it, in pieces. */
export interface BackFill {
  /** Name of the projection. */
  readonly projection: string;
  /**
   * Does a short piece, in a transaction of its own; whether there is more to do.
   * @throws FactNotCounted where the next fact, tried alone, is what it cannot do
   */
  slice(connection: pg.ClientBase): Promise<boolean>;
  /** Whether there is anything left to do. */
  isOpen(connection: pg.ClientBase): Promise<boolean>;
}

export interface BackFilling {
  readonly backFill: BackFill;
  /** One connection is held beside it for as long as this goes on. */
  readonly pool: Pick<pg.Pool, 'options'>;
  readonly signal: AbortSignal;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Whether there is room to write; always, unless given. */
  readonly hasRoom?: () => boolean;
}

/** Without a word of the follower it is looked for work all the same. */
const pollMs = 1_000;
const roomPollMs = 500;
/** From one look for work to the next. */
const leastPauseMs = 20;

/**
 * Fills in until the signal, slice by slice, whatever there is to fill in. Of several processes one does it: it holds a lock of its
 * connection. Each slice is followed by a rest as long as it took, so that who follows has the machine half of the time at least.
 */
export const keepBackFilling = async (filling: BackFilling): Promise<void> => {
  const { backFill, pool, signal, onSetback } = filling;
  const wakeUp = new WakeUp();
  const backOff = new BackOff({ longestMs: 10_000 });
  const active = {
    name: `xudai back-fill ${backFill.projection}`,
    signal,
    breaksOff: true,
    onNotification: (payload: string) => {
      if (payload.startsWith(`${backFill.projection} `)) wakeUp.notify();
    },
    onLost: () => wakeUp.notify(),
  };
  await retried(
    () =>
      whileActive(pool, active, (session) => fillInRounds(filling, session, wakeUp, () => backOff.reset())),
    { signal, onSetback, backOff, atLeastMs: (error) => atLeastMs(isOfRoom(error)) },
  );
};

const fillInRounds = async (
  { backFill, signal, hasRoom = () => true }: BackFilling,
  session: ActiveSession,
  wakeUp: WakeUp,
  onProgress: () => void,
): Promise<void> => {
  const { connection } = session;
  await connection.query('listen xudai_projected');
  // It may have stood still when this process, or another, ended with it.
  let isStopped = true;
  while (!signal.aborted) {
    session.check();
    if (!hasRoom()) {
      await pause(roomPollMs, signal);
      continue;
    }
    const { count } = wakeUp;
    const began = performance.now();
    const more = await sliceAndTell(backFill, connection);
    if (isStopped) await forgetStopped(connection, backFill.projection);
    isStopped = false;
    onProgress();
    await pause(Math.max(leastPauseMs, performance.now() - began), signal);
    if (!more) await wakeUp.after(count, pollMs, signal);
  }
};

/** A back-fill that stands still is told to whoever asks, not to the log alone. */
const sliceAndTell = async (backFill: BackFill, connection: pg.ClientBase): Promise<boolean> => {
  try {
    return await backFill.slice(connection);
  } catch (error) {
    if (error instanceof FactNotCounted) await storeStopped(connection, backFill.projection, error);
    throw error;
  }
};
