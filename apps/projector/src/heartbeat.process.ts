import { writeFile } from 'node:fs/promises';
import { createPool } from '#database';
import { pause } from '#wake-up';

const intervalMs = 5_000;

/**
 * Writes a file every five seconds for as long as this process turns and the database answers it, so that a health check of
 * somebody else can tell by the file's age. Whether each projection is level is the registry's to say, at `/readyz`.
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
    await pause(intervalMs, signal);
  }
  await pool.end();
};
