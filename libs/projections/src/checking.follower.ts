import type pg from 'pg';
import { type ActiveSession, whileActive } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import {
  brokenAt,
  type BrokenCheck,
  type CheckResult,
  checkSlice,
  SliceBroken,
  type SliceResult,
} from './check.table.js';
import { type Checker, type Projection, saysNothing } from './projection.js';
import { longestUnchecked, readRound, storeBroken, storeRound, withFound } from './projection-check.table.js';

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
  /** Called with what went wrong before the next attempt. */
  readonly onSetback: (error: unknown) => void;
  /** Whether there is room to write what was found; always, unless given. */
  readonly hasRoom?: () => boolean;
  /** From one round to the next at least. */
  readonly roundPauseMs?: number;
}

/** Checks take at most this part of the time; the more there is to check, the longer the pause after it. */
const shareOfTime = 0.05;
const usualRoundPauseMs = 10_000;
/** From one look for what may be checked to the next. */
const leastPauseMs = 10;
/** A check that cannot be made is in no hurry. */
const setbackPauseMs = 2_000;

/**
 * It works on one core of the database, and the server breaks off what takes too long: a snapshot that stays open keeps old rows of
 * all tables from being cleared away.
 */
const settings = `set statement_timeout = '15min'; set transaction_timeout = '15min'; set max_parallel_workers_per_gather = 0`;

/**
 * Checks a slice of one projection after another, round and round, until the signal: what is shown is always on trial. Of several
 * processes one does it; it holds a lock of its connection. A round of a projection is over when all its rows were looked at.
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
  const restsUntil = new Map<Checker, number>();
  const isResting = (checker: Checker): boolean => (restsUntil.get(checker) ?? 0) > performance.now();
  while (!signal.aborted) {
    const [checker] = (await longestUnchecked(session.connection, checkers)).filter(
      (each) => !isResting(each),
    );
    if (!checker || !hasRoom()) {
      const first = Math.min(...restsUntil.values(), performance.now() + roundPauseMs);
      await pause(Math.max(leastPauseMs, first - performance.now()), signal);
      continue;
    }
    const began = performance.now();
    const isOver = await checkAndTell(checking, session, checker);
    const tookMs = performance.now() - began;
    if (isOver) restsUntil.set(checker, performance.now() + roundPauseMs);
    await pause(tookMs * (1 / shareOfTime - 1), signal);
  }
};

/** The next slice; whether a round is over with it. A slice that breaks keeps none of the others back; a lost connection ends it all. */
const checkAndTell = async (
  { projections, signal, onMismatches, onBroken }: Checking,
  { connection }: ActiveSession,
  checker: Checker,
): Promise<boolean> => {
  const projection = projections.find(({ name }) => name === checker.projection);
  if (!projection) throw new Error(`Nobody follows ${checker.projection}, which has a checker.`);
  const round = await readRound(connection, checker);
  const part = checker.parts[round.part];
  if (!part) return true;
  const store = (found: SliceResult): Promise<boolean> => {
    const { seq, slice, durationMs } = found;
    const mismatches = saysNothing(part, round.first) ? [] : found.mismatches;
    if (mismatches.length > 0) onMismatches(found);
    const after = withFound(round, mismatches, durationMs);
    return storeRound(connection, checker, { round: after, seq, upTo: slice.upTo });
  };
  try {
    const slice = { projection: checker.projection, part, after: round.after };
    return (await checkSlice(connection, slice, projection, store)) ?? true;
  } catch (error) {
    if (!(error instanceof SliceBroken)) throw error;
    if (signal.aborted) return true;
    await connection.query('select');
    const { slice, cause } = error;
    const check = (client: pg.ClientBase) => part.check(client, slice ?? { after: round.after, upTo: null });
    const broken = await brokenAt(connection, { projection: checker.projection, check }, cause);
    await storeBroken(connection, broken);
    onBroken(broken, cause);
    const upTo = part.isCarried ? null : (slice?.upTo ?? null);
    return await storeRound(connection, checker, {
      round: { ...round, isBroken: true },
      seq: null,
      upTo,
    });
  }
};
