import { readSettings } from '#settings';
import { readCommandLine, usage } from './command-line.js';
import { NotMoved, unreachable } from './side.js';

/* `npm run move-log`, or in a container `node dist/apps/cli/src/move-log/main.js`: see `usage` and the operator's guide. */

const codes = { done: 0, no: 1, usage: 2, unreachable: 3 } as const;
const say = (line: string): void => console.log(`move-log: ${line}`);
const complain = (line: string): void => console.error(`move-log: ${line}`);

/** With --check the launcher's own database, which does not run yet, stands for the one that is not named. */
const embedded = { XUDAI_DATABASE_URL: 'postgres://embedded@127.0.0.1/xudai' };

const run = async (): Promise<number> => {
  const asked = readCommandLine(process.argv.slice(2));
  if (asked.kind === 'help') {
    console.log(usage);
    return codes.done;
  }
  if (asked.kind === 'wrong') {
    complain(`${asked.message}\n${usage}`);
    return codes.usage;
  }
  const isNamed = process.env['XUDAI_DATABASE_URL'] || process.env['XUDAI_DATABASE_URL_FILE'];
  const read = readSettings({ ...process.env, ...(asked.isCheckOnly && !isNamed ? embedded : {}) });
  const lines =
    read.outcome === 'wrong'
      ? read.lines
      : read.settings.eventStore
        ? []
        : ['XUDAI_EVENT_STORE_URL: names the event store that the log is moved to or from'];
  if (lines.length > 0 || read.outcome === 'wrong' || !read.settings.eventStore) {
    complain(`the settings are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    return codes.usage;
  }
  if (asked.isCheckOnly) return codes.done;
  // All else is said without loading the engines.
  const { moveLog } = await import('./move-log.js');
  const { databaseUrl, eventStore } = read.settings;
  return (await moveLog({ databaseUrl, eventStore, to: asked.to, say })) ? codes.done : codes.no;
};

// Nobody waits for it any more, and its database ends; what was moved is moved, and the rest is by the next call.
process.once('disconnect', () => process.exit(codes.no));

try {
  process.exitCode = await run();
} catch (error) {
  const far = unreachable(error);
  if (!(error instanceof NotMoved) && far === undefined) throw error;
  complain(far ?? (error as NotMoved).message);
  process.exitCode = far === undefined ? codes.no : codes.unreachable;
}
// The event store's client keeps streams that nobody reads any more.
process.exit();
