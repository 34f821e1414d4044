import { carryOutReplays, replayLog } from '#audit';
import type { Clock } from '#calendar';
import type { OpenLog } from '#event-log';
import { follow, keepBackFilling, keepRebuilding, type Projection } from '#projections';
import { sequence } from '#sequencer';
import { targetsBackFill } from '#targets';
import { projectionsOver } from '../../apps/projector/src/projector.process.js';
import { recordSwitch } from '../../apps/projector/src/housekeeping.process.js';

interface Followed {
  readonly pool: Parameters<typeof follow>[0]['pool'] & Parameters<typeof replayLog>[0]['pool'];
  readonly open: OpenLog;
  readonly clock: Clock;
  /** Of the streams of an event store; undefined where the log lives in the database. */
  readonly prefix: string | undefined;
  /** What becomes of each projection before it is followed. */
  readonly shippedAs: (projection: Projection) => Projection;
  readonly signal: AbortSignal;
}

/**
 * Nobody else needs the database, and a spec waits after each of its changes: a follower rests as long as a round took, and not a tenth of a
 * second and more.
 */
const restMs = (tookMs: number): number => Math.max(20 - tookMs, tookMs);

/** Everything that a projector does, until the signal. */
export const followEverything = ({
  pool,
  open,
  clock,
  prefix,
  shippedAs,
  signal,
}: Followed): readonly Promise<unknown>[] => {
  const all = { pool, facts: open.sequence, signal, onSetback: () => undefined };
  const projections = projectionsOver({ log: open.log, clock }).map(shippedAs);
  return [
    ...projections.map((projection) => follow({ ...all, projection, restMs })),
    keepBackFilling({ ...all, backFill: targetsBackFill }),
    keepRebuilding({
      ...all,
      projections,
      backFills: [targetsBackFill],
      record: recordSwitch({ log: open.log, clock }),
      onSwitched: () => undefined,
      onFailed: () => undefined,
    }),
    carryOutReplays({ ...all, run: replayLog({ pool, facts: open.sequence }) }),
    ...(prefix === undefined ? [] : [sequence({ ...all, open, prefix })]),
  ];
};
