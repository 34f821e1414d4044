import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import { type BrokenCheck, brokenAt } from './broken-check.table.js';
import { type CheckResult, checkOnce } from './check.table.js';
import type { Checker } from './checker.js';
import { longestUnchecked, storeBroken, storeCheck } from './projection-check.table.js';
import type { Projection } from './projection.js';

export interface Checking {
  readonly checkers: readonly Checker[];
  /** Those that are followed; rows of another version are not checked. */
  readonly projections: readonly Pick<Projection, 'name' | 'version'>[];
  /** One connection is held beside it for as long as this goes on. */
  readonly pool: Pick<pg.Pool, 'options'>;
  readonly signal: AbortSignal;
  /** Rows that are not what the facts say: an alarm, each time they are found. */
  readonly onMismatches: (result: CheckResult) => void;
  /** A check that threw says nothing of the rows: as loud an alarm, each time. */
  readonly onBroken: (broken: BrokenCheck, error: unknown) => void;
  /** Told what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Whether there is room to write what was found; always, unless given. */
  readonly hasRoom?: () => boolean;
  /** From one round to the next at least. */
  readonly roundPauseMs?: number;
}

/** Checks take at most this part of the time; the more there is to check, the longer the pause after it. */
const shareOfTime = 0.05;
const usualRoundPauseMs = 10_000;
/** A check that cannot be made is in no hurry. */
const setbackPauseMs = 2_000;

/**
 * It works on one core of the database, and the server breaks off what takes too long: a snapshot that stays open keeps old rows of
 * all tables from being cleared away.
 */
const settings = `set statement_timeout = '15min'; set transaction_timeout = '15min'; set max_parallel_workers_per_gather = 0`;

/**
 * Checks one projection after another, round and round, until the signal: what is shown is always on trial. Of several
 * processes one does it; it holds a lock of its connection.
 */
export const keepChecking = async (checking: Checking): Promise<void> => {
  const { pool, signal, onSetback } = checking;
  // Nothing is lost with a check that is broken off, so that the signal need not wait for its end.
  const active = { name: 'xudai checks', signal, begin: settings, breaksOff: true };
  await retried(() => whileActive(pool, active, (session) => checkInRounds(checking, session)), {
    signal,
    onSetback,
    backOff: new BackOff({ firstMs: setbackPauseMs, longestMs: setbackPauseMs }),
  });
};

const checkInRounds = async (checking: Checking, session: ActiveSession): Promise<void> => {
  const { checkers, signal, roundPauseMs = usualRoundPauseMs, hasRoom = () => true } = checking;
  while (!signal.aborted) {
    for (const checker of await longestUnchecked(session.connection, checkers)) {
      if (signal.aborted) return;
      const began = performance.now();
      if (hasRoom()) await checkAndTell(checking, session, checker);
      await pause((performance.now() - began) * (1 / shareOfTime - 1), signal);
    }
    await pause(roundPauseMs, signal);
  }
};

/** A checker that breaks keeps none of the others back; a lost connection ends the round. */
const checkAndTell = async (
  { projections, signal, onMismatches, onBroken }: Checking,
  { connection }: ActiveSession,
  checker: Checker,
): Promise<void> => {
  const projection = projections.find(({ name }) => name === checker.projection);
  if (!projection) throw new Error(`Nobody follows ${checker.projection}, which has a checker.`);
  let result: CheckResult | undefined;
  try {
    result = await checkOnce(connection, checker, projection);
  } catch (error) {
    if (signal.aborted) return;
    await connection.query('select');
    const broken = await brokenAt(connection, checker, error);
    await storeBroken(connection, broken);
    onBroken(broken, error);
    return;
  }
  if (!result) return;
  await storeCheck(connection, result);
  if (result.mismatches.length > 0) onMismatches(result);
};
