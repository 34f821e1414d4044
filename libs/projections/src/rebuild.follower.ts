import type pg from 'pg';
import { whileActive } from '#database';
import { BackOff, pause, retried } from '#wake-up';
import type { Building } from './catching-up.follower.js';
import { atLeastMs } from './follower-pace.js';
import { isOfRoom } from './parked-fact.table.js';
import type { Projection } from './projection.js';
import { buildAndSwitch } from './build-and-switch.follower.js';
import {
  askForNewVersions,
  noteCompleted,
  noteFailed,
  openRebuild,
  openRebuilds,
  type OpenRebuild,
  prepareRebuild,
} from './rebuild.table.js';

/** The tables of a projection were switched. */
export interface Switched {
  /** Of the rebuild. */
  readonly id: string;
  readonly projection: string;
  readonly fromVersion: number;
  readonly version: number;
  readonly askedBy: string;
  /** The last fact that both the rows before and the rows after rest on. */
  readonly seq: number;
  /** Up to which fact both were held against each other, and in how many rows they differed. */
  readonly comparedSeq: number;
  readonly differences: number;
  /** Facts that this version cannot apply either. */
  readonly parked: number;
}

export interface Rebuilding extends Building {
  readonly projections: readonly Projection[];
  /** Records in the log what was switched, once however often it is called, and gives the position of that fact. */
  readonly record: (switched: Switched) => Promise<string>;
  readonly onSwitched: (switched: Switched) => void;
  readonly onFailed: (failed: { readonly projection: string; readonly reason: string }) => void;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown, projection?: string) => void;
}

/** How often open rebuilds are looked for. */
const pollMs = 1_000;

/** A comparison reads all rows twice. A server that falls silent is noticed by its connection. */
const longestMs = 12 * 3_600_000;

/** Of the tables that are built beside the live ones. */
const schemaOf = (projection: string): string => `rebuild_${projection.replaceAll('-', '_')}`;

/**
 * Rebuilds projections beside the live ones until the signal, whatever was asked for: by an administrator, or by rows that an older
 * version made. Of several processes one works on a rebuild; it holds a lock of its connection. Whoever comes next goes on from where
 * the rebuild's own checkpoint is.
 */
export const keepRebuilding = async (rebuilding: Rebuilding): Promise<void> => {
  const { projections, pool, signal, onSetback } = rebuilding;
  const working = new Map<string, Promise<void>>();
  const backOff = new BackOff({ longestMs: 10_000 });
  while (!signal.aborted) {
    try {
      await askForNewVersions(pool, projections);
      for (const open of await openRebuilds(pool)) {
        const projection = projections.find(({ name }) => name === open.projection);
        if (!projection || working.has(open.id) || (open.version ?? 0) > projection.version) continue;
        const work = rebuildOne(rebuilding, projection, open.id).finally(() => working.delete(open.id));
        working.set(open.id, work);
      }
      backOff.reset();
      await pause(pollMs, signal);
    } catch (error) {
      if (signal.aborted) break;
      onSetback(error);
      await pause(backOff.nextMs(), signal);
    }
  }
  await Promise.all(working.values());
};

const rebuildOne = async (rebuilding: Rebuilding, projection: Projection, id: string): Promise<void> => {
  const { pool, signal, onSetback } = rebuilding;
  const active = {
    name: `xudai rebuild ${projection.name}`,
    as: 'rebuild',
    signal,
    // A comparison may take long; what is broken off is begun again from the rebuild's own checkpoint.
    breaksOff: true,
    begin: `set search_path = ${schemaOf(projection.name)}, public`,
    config: { statement_timeout: longestMs, query_timeout: longestMs },
  };
  const backOff = new BackOff({ longestMs: 10_000 });
  await retried(
    () =>
      whileActive(pool, active, async (session) => {
        const open = await openRebuild(session.connection, id);
        if (!open) return;
        if (open.status === 'RUNNING') {
          if (!(await prepareRebuild(session.connection, id, projection.version))) return;
          const failed = await buildAndSwitch(rebuilding, projection, id, {
            session,
            schema: schemaOf(projection.name),
            onProgress: () => backOff.reset(),
          });
          if (failed !== undefined) {
            await noteFailed(session.connection, id, failed);
            await session.connection.query('select drop_rebuilt($1)', [projection.name]);
            rebuilding.onFailed({ projection: projection.name, reason: failed });
          }
        }
        await settle(rebuilding, session.connection, id);
      }),
    {
      signal,
      onSetback: (error) => onSetback(error, projection.name),
      backOff,
      atLeastMs: (error) => atLeastMs(isOfRoom(error)),
    },
  );
};

const switchedOf = ({ id, projection, fromVersion, askedBy, ...open }: OpenRebuild): Switched => ({
  id,
  projection,
  fromVersion,
  version: open.version ?? fromVersion,
  askedBy,
  seq: open.switchedSeq ?? 0,
  comparedSeq: open.comparedSeq ?? 0,
  differences: open.differences ?? 0,
  parked: open.parked ?? 0,
});

/** What is left to be done after the switch, again after each crash: to record it, and to drop what was live before. */
const settle = async (
  { record, onSwitched }: Rebuilding,
  connection: pg.ClientBase,
  id: string,
): Promise<void> => {
  const open = await openRebuild(connection, id);
  if (open?.status !== 'SWITCHED') return;
  const switched = switchedOf(open);
  const position = await record(switched);
  await connection.query('select drop_rebuilt($1)', [open.projection]);
  await noteCompleted(connection, id, position);
  onSwitched(switched);
};
