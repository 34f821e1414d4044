import { pino } from 'pino';
import { ensureFirstAdministrator } from '#access';
import { systemClock } from '#calendar';
import { createPool } from '#database';
import { LogUnavailable, openLog, refuseAnotherStore, WrongLog } from '#event-log';
import { OutageLines } from '#outages';
import { loadShippedDefinitions } from '#programmes';
import { Ledger } from '#recording';
import { readSettings } from '#settings';
import { endWithParent } from './operations/ending.process.js';
import { CountedMetrics } from './operations/metrics/counted-metrics.js';
import { PortTaken, serveMetrics } from './operations/metrics/metrics.server.js';
import { scrapeOf } from './operations/metrics/scrape.js';
import { registryApplication } from './registry.application.js';

const read = readSettings(process.env);
if (read.outcome === 'wrong') {
  process.stderr.write(`The settings are wrong:\n${read.lines.map((line) => `  ${line}\n`).join('')}`);
  process.exit(2);
}
const { settings } = read;
const logger = pino({ level: settings.logLevel, base: { program: 'registry' } });
const outages = new OutageLines(logger, () => performance.now());

const pool = createPool(settings.databaseUrl, { max: 20, applicationName: 'xudai registry' });
const log = {
  pool,
  eventStore: settings.eventStore,
  onSetback: (error: unknown) => outages.setback(error, 'the log is tried again'),
  onMoved: () => {
    logger.fatal('the log was moved to another engine while this program had it open');
    process.exit(2);
  },
};
/**
 * Of a log that is another one, or that cannot be read, and of a port that is taken: in a line that says why, since whoever starts
 * it reads that first.
 */
const endWithout = (error: unknown): never => {
  const isWrong = error instanceof WrongLog || error instanceof PortTaken;
  if (!(isWrong || error instanceof LogUnavailable)) throw error;
  const cause = error.cause instanceof Error ? ` ${error.cause.message}` : '';
  process.stderr.write(`${error.message}${cause}\n`);
  process.exit(isWrong ? 2 : 1);
};
const open = await openLog(log).catch(endWithout);
await refuseAnotherStore(open, pool).catch(endWithout);
const ledger = new Ledger(open.log, open.index, systemClock, { bulk: open.bulk, inOrder: open.inOrder });

/** The administrator's key is told once, to whoever started the registry; never to the log. */
const tellFirstKey = (key: string): void => {
  if (process.send) process.send({ firstAdministratorKey: key });
  else process.stdout.write(`The administrator's key, shown this once: ${key}\n`);
};

const firstKey = await ensureFirstAdministrator(ledger, settings.bootstrapKey).catch(endWithout);
if (firstKey !== undefined) tellFirstKey(firstKey);
await loadShippedDefinitions(ledger).catch(endWithout);

const counted = settings.metrics && new CountedMetrics();
const world = { pool, ledger, clock: systemClock, open, ...(counted ? { counted } : {}) };
const application = await registryApplication(world, settings, logger);
const metrics =
  settings.metrics &&
  counted &&
  (await serveMetrics(settings.metrics, scrapeOf(application, counted), logger).catch(endWithout));
await application.listen(settings.port, settings.host);
logger.info({ address: await application.getUrl() }, 'the registry listens');

endWithParent(logger, async () => {
  await metrics?.close();
  await application.close();
  await open.close();
  await pool.end();
});
