import { writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Clock } from '#calendar';
import type { EventLog, ManyStreams } from '#event-log';
import { factIn, operationsStream, type ProjectionSwitched } from '#facts';
import type { Switched } from '#projections';
import { newFact } from '#recording';
import { createPool } from '#database';
import { followingLimits, Headroom, watchFreeSpace } from '#headroom';
import { pruneRefusals } from '#intake';
import type { OutageLines } from '#outages';
import type { Settings } from '#settings';
import { pruneSubmissions } from '#submissions';
import { pause } from '#wake-up';

const entered = factIn('operations');

const factOf = (switched: Switched): Pick<ProjectionSwitched, 'type' | 'data'> => {
  const { id, projection, fromVersion, version, seq, comparedSeq, differences } = switched;
  return {
    type: 'ProjectionSwitched',
    data: { projection, rebuild: id, fromVersion, toVersion: version, seq, comparedSeq, differences },
  };
};

/**
 * Records the switch of a projection, and who asked for it. Idempotent, after a crash and for two processes: it looks for the fact in the
 * stream.
 */
export const recordSwitch =
  ({ log, clock }: { readonly log: EventLog & ManyStreams; readonly clock: Clock }) =>
  async (switched: Switched): Promise<string> => {
    const stream = operationsStream(switched.projection);
    for (;;) {
      const [stored = []] = await log.readStreams([{ stream, from: 0 }]);
      const said = stored.find((fact) => entered(fact).data.rebuild === switched.id);
      const position = said && (await log.positionOf(stream, said.revision));
      if (position) return position;
      const author = { actor: switched.askedBy, correlationId: null };
      const result = await log.append({
        stream,
        expectedRevision: stored.at(-1)?.revision ?? 'none',
        facts: [newFact(factOf(switched), author, clock.now())],
      });
      if (result.outcome === 'appended') return result.position;
    }
  };

/* Housekeeping of a projector: pruning, free disk space, heartbeat. */

const pruneEveryMs = 3_600_000;

/** Removes old refusals and old files once an hour. Several projectors may do so at the same time. */
export const keepOldPruned = async (
  { databaseUrl, refusalsDays }: { readonly databaseUrl: string; readonly refusalsDays: number },
  { logger, outages }: { readonly logger: Logger; readonly outages: OutageLines },
  signal: AbortSignal,
): Promise<void> => {
  const onSetback = (error: unknown): void =>
    outages.setback(error, 'old refusals and files were not pruned');
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'xudai refusals', onSetback });
  while (!signal.aborted) {
    try {
      const lines = await pruneRefusals(pool, { days: refusalsDays, signal });
      if (lines > 0) logger.info({ lines }, 'old lines were taken off the list of refusals');
      const parts = await pruneSubmissions(pool, { refusalsDays, signal });
      if (parts > 0) logger.info({ parts }, 'parts of old files and their refusals were removed');
    } catch (error) {
      onSetback(error);
    }
    await pause(pruneEveryMs, signal);
  }
  await pool.end();
};

/** Watches the free disk space. Projections stop before it runs out, since they can wait, and a full database cannot even be read. */
export const watchedRoom = async (
  { storageDir }: Pick<Settings, 'storageDir'>,
  logger: Logger,
): Promise<{ readonly hasRoom: () => boolean; readonly stop: () => void }> => {
  const headroom = new Headroom(followingLimits, ({ level, freeBytes }) => {
    if (level === 'short') logger.error({ freeBytes }, 'nothing is projected: there is too little room');
    else logger.warn({ freeBytes }, 'projecting goes on: there is room again');
  });
  const { stop } = await watchFreeSpace(storageDir, headroom, (error) =>
    logger.error({ err: error }, 'free space cannot be measured'),
  );
  return { hasRoom: () => headroom.mayWrite(performance.now()), stop };
};

const heartbeatEveryMs = 5_000;

/**
 * Writes a file every five seconds while the event loop runs and the database answers, for health checks by the age of the file. Lags of
 * projections are reported by the registry, at `/readyz`.
 */
export const keepHeartbeat = async (
  file: string | undefined,
  databaseUrl: string,
  signal: AbortSignal,
  onSetback: (error: unknown) => void,
): Promise<void> => {
  if (file === undefined) return;
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'xudai heartbeat', onSetback });
  while (!signal.aborted) {
    try {
      await pool.query('select 1');
      await writeFile(file, `${new Date().toISOString()}\n`);
    } catch (error) {
      onSetback(error);
    }
    await pause(heartbeatEveryMs, signal);
  }
  await pool.end();
};
