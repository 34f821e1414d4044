import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { BackOff, pause, retried, WakeUp } from '#wake-up';
import { atLeastMs } from './follower-pace.js';
import { isOfRoom, messageOf, reasonCode } from './parked-fact.table.js';

/** A back-fill cannot count the next fact: it was tried alone. */
export class FactNotCounted extends Error {
  constructor(
    /** The last fact up to which all is filled in. */
    readonly seq: number,
    options: { readonly cause: unknown },
  ) {
    super(`What comes after fact ${seq} cannot be filled in.`, options);
    this.name = 'FactNotCounted';
  }
}

/** The first time is remembered. */
const storeStopped = async (
  connection: pg.ClientBase,
  projection: string,
  { seq, cause }: FactNotCounted,
): Promise<void> => {
  await connection.query(
    `insert into back_fill_stopped as known (projection, seq, reason, message) values ($1, $2, $3, $4)
     on conflict (projection) do update set seq = excluded.seq, reason = excluded.reason, message = excluded.message,
       stopped_at = case when known.seq = excluded.seq then known.stopped_at else excluded.stopped_at end`,
    [projection, seq, reasonCode(cause), messageOf(cause)],
  );
};

const forgetStopped = async (connection: pg.ClientBase, projection: string): Promise<void> => {
  await connection.query('delete from back_fill_stopped where projection = $1', [projection]);
};

/** Of each projection whose back-fill stands still the last fact that is filled in. */
export const stoppedBackFills = async (
  database: Pick<pg.ClientBase, 'query'>,
): Promise<readonly { readonly projection: string; readonly seq: number }[]> => {
  const { rows } = await database.query<{ projection: string; seq: number }>(
    'select projection, seq::float8 as seq from back_fill_stopped order by projection',
  );
  return rows;
};

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

interface BackFilling {
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

/** A back-fill that stands still is shown to whoever asks, not in the log alone. */
const sliceAndTell = async (backFill: BackFill, connection: pg.ClientBase): Promise<boolean> => {
  try {
    return await backFill.slice(connection);
  } catch (error) {
    if (error instanceof FactNotCounted) await storeStopped(connection, backFill.projection, error);
    throw error;
  }
};
