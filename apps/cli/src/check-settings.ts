import { readSettings } from '#settings';

/*
 * Run by the launcher before anything is started, so that all faults of the settings are printed at once and nothing was
 * made by then. The database's address is the launcher's own when none is set.
 */

const isNamed = process.env['XUDAI_DATABASE_URL'] || process.env['XUDAI_DATABASE_URL_FILE'];
const read = readSettings({
  ...process.env,
  ...(isNamed ? {} : { XUDAI_DATABASE_URL: 'postgres://embedded@127.0.0.1/xudai' }),
});
if (read.outcome === 'wrong') {
  console.error(`The settings are wrong:\n${read.lines.map((line) => `  ${line}`).join('\n')}`);
  process.exitCode = 2;
}
