import type { Logger } from 'pino';
import { migrate } from '#database';
import { endForFault, reasonOf } from '#logging';
import { readSettings } from '#settings';

/** A database that starts beside us, in a container of its own, takes its time. */
const withinMs = 30_000;

/** Each way that failed is reported. */
const sentence = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(sentence).join('; ') : reasonOf(error);

/**
 * Run by the launcher and by the one-shot service of the containers before anything else: brings the database to what this
 * version needs. Says nothing when all is well.
 */
export const runMigrations = async (logger: Logger): Promise<void> => {
  const read = readSettings(process.env);
  if (read.outcome === 'wrong') return endForFault(logger, read.lines, 2);
  const { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl, logLevel } = read.settings;
  logger.level = logLevel;
  try {
    const { factsGuardedBy } = await migrate({ appUrl, ownerUrl, withinMs });
    if (factsGuardedBy === 'triggers')
      logger.warn(
        'the login of XUDAI_DATABASE_URL owns the tables, so that facts are guarded by triggers alone; name the owner in XUDAI_DATABASE_OWNER_URL',
      );
  } catch (error) {
    logger.debug({ err: error }, 'why the database could not be migrated');
    endForFault(logger, [`The database could not be migrated: ${sentence(error)}`], 1);
  }
};
