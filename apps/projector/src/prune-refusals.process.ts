import type { Logger } from 'pino';
import { createPool } from '#database';
import { pruneRefusals } from '#intake';
import type { OutageLines } from '#outages';
import { pause } from '#wake-up';

const everyMs = 3_600_000;

/** Once an hour old lines are taken off the list of refusals, whichever of several projectors comes first. */
export const keepRefusalsPruned = async (
  { databaseUrl, refusalsDays }: { readonly databaseUrl: string; readonly refusalsDays: number },
  { logger, outages }: { readonly logger: Logger; readonly outages: OutageLines },
  signal: AbortSignal,
): Promise<void> => {
  const onSetback = (error: unknown): void => outages.setback(error, 'the list of refusals was not pruned');
  const pool = createPool(databaseUrl, { max: 1, applicationName: 'xudai refusals', onSetback });
  while (!signal.aborted) {
    try {
      const lines = await pruneRefusals(pool, { days: refusalsDays, signal });
      if (lines > 0) logger.info({ lines }, 'old lines were taken off the list of refusals');
    } catch (error) {
      onSetback(error);
    }
    await pause(everyMs, signal);
  }
  await pool.end();
};
