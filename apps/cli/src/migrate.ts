import { migrate } from '#database';
import { readSettings } from '#settings';

/*
 * Run by the launcher and by the one-shot service of the containers before anything else: brings the database to what this
 * version needs. Says nothing when all is well.
 */

/** A database that starts beside us, in a container of its own, takes its time. */
const withinMs = 30_000;

const sentence = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(sentence).join('; ');
  return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
};

const read = readSettings(process.env);
if (read.outcome === 'wrong') {
  console.error(`The settings are wrong:\n${read.lines.map((line) => `  ${line}`).join('\n')}`);
  process.exit(2);
}
try {
  const { databaseUrl: appUrl, databaseOwnerUrl: ownerUrl } = read.settings;
  const { factsGuardedBy } = await migrate({ appUrl, ownerUrl, withinMs });
  if (factsGuardedBy === 'triggers')
    console.warn(
      'warning: the login of XUDAI_DATABASE_URL owns the tables, so that facts are guarded by triggers alone; name the owner in XUDAI_DATABASE_OWNER_URL',
    );
} catch (error) {
  console.error(`The database could not be migrated: ${sentence(error)}`);
  process.exitCode = 1;
}
