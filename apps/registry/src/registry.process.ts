import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { ensureFirstAdministrator, keyIdOf, Sessions } from '#access';
import { systemClock } from '#calendar';
import { askDatabase, createPool } from '#database';
import {
  LogShortened,
  LogUnavailable,
  notificationPauseMs,
  openLog,
  type OpenLog,
  refuseAnotherStore,
} from '#event-log';
import { endForFault, endInOrder, tellLauncher } from '#logging';
import { outagesOf, reasonNotToBegin } from '#outages';
import { loadShippedDefinitions } from '#programmes';
import { Ledger } from '#recording';
import { readSettings, type Settings } from '#settings';
import { signingKey, SigningKeyFault } from '#signing';
import { pause } from '#wake-up';
import { Admission } from './http/admission.js';
import { watchedHeadroom } from './http/storage-room.server.js';
import { CountedMetrics } from './operations/metrics/counted-metrics.server.js';
import { PortTaken, scrapeOf, serveMetrics } from './operations/metrics/metrics.server.js';
import { registryApplication } from './registry.server.js';

/**
 * Hands the administrator's key to whoever started the registry: to the launcher as a message, with the token of a link that signs in once,
 * else to standard error. Never to the log, which is standard output.
 */
const announceFirstKey = async (key: string, sessions: Sessions): Promise<void> => {
  if (process.send)
    process.send({ firstAdministratorKey: key, signInLink: await sessions.newLink(keyIdOf(key) ?? '') });
  else process.stderr.write(`The administrator's key, shown this once: ${key}\n`);
};

/** Starts a registry with the settings of the environment. It runs until it is stopped. */
export const runRegistry = async (logger: Logger): Promise<void> => {
  const read = readSettings(process.env);
  if (read.outcome === 'wrong') return endForFault(logger, read.lines, 2);
  const { settings } = read;
  logger.level = settings.logLevel;
  try {
    await start(settings, logger);
  } catch (error) {
    const reason = reasonOf(error) ?? reasonNotToBegin(error);
    if (!reason) throw error;
    endForFault(logger, [reason.sentence], reason.exitCode);
  }
};

const reasonOf = (error: unknown): ReturnType<typeof reasonNotToBegin> => {
  if (error instanceof PortTaken) return { sentence: error.message, exitCode: 2 };
  return error instanceof SigningKeyFault
    ? { sentence: `XUDAI_SIGNING_KEY_FILE: ${error.message}`, exitCode: 2 }
    : undefined;
};

/**
 * Least time between two notifications of new facts in overload. A follower's round costs nearly the same for one fact as for hundreds, and
 * many short rounds would take the processors from recording.
 */
const overloadPauseMs = 1_000;

const start = async (settings: Settings, logger: Logger): Promise<void> => {
  const signer = signingKey(settings.signingKeyFile);
  let open: OpenLog | undefined;
  const outages = outagesOf(logger, {
    askDatabase: () => askDatabase(settings.databaseUrl),
    eventStoreLog: settings.eventStore && (() => open),
  });
  const pool = createPool(settings.databaseUrl, {
    // Reads use at most 12 of them (`ReadSide`), long answers 8.
    max: 28,
    applicationName: 'xudai registry',
    onSetback: (error) => outages.setback(error, 'a connection to the database was lost'),
  });
  const admission = new Admission();
  open = await openLog({
    pool,
    eventStore: settings.eventStore,
    onSetback: (error) => outages.setback(error, 'the log is tried again'),
    onShortage: (shortage) => {
      if (shortage) logger.error(shortage, 'facts are missing at the end of the log: nothing is recorded');
      else logger.warn('the log holds again all that was seen of it');
    },
    onMoved: () =>
      endForFault(logger, ['The log was moved to another engine while this program had it open.'], 2),
    notifyPauseMs: () => (admission.isRecordingTooMuch ? overloadPauseMs : notificationPauseMs),
  });
  await refuseAnotherStore(open, pool);
  const ledger = new Ledger(open.log, open.index, systemClock, {
    bulk: open.bulk,
    sequenced: open.sequenced,
  });
  await recordFirst(async () => {
    const firstKey = await ensureFirstAdministrator(ledger, settings.bootstrapKey);
    if (firstKey !== undefined) await announceFirstKey(firstKey, new Sessions(pool, ledger));
    await loadShippedDefinitions(ledger);
  });

  const { headroom, stop } = await watchedHeadroom(settings, logger);
  const counted = settings.metrics && new CountedMetrics();
  const dependencies = {
    pool,
    ledger,
    clock: systemClock,
    open,
    headroom,
    signer,
    admission,
    ...(counted ? { counted } : {}),
  };
  const application = await registryApplication(dependencies, settings, logger, outages);
  const metrics =
    settings.metrics &&
    counted &&
    (await serveMetrics(settings.metrics, scrapeOf(application, counted), logger));
  await listen(application, settings);
  logger.info({ address: await application.getUrl() }, 'the registry listens');
  // Only then does the launcher ask whether it is ready: until then another program may answer on the port.
  tellLauncher({ listens: true });

  endInOrder(logger, async () => {
    stop();
    await metrics?.close();
    await application.close();
    await open.close();
    await pool.end();
    return 0;
  });
};

/** Connections that the system queues until they are accepted. With a shorter queue, clients in a rush retry after seconds. */
const backlog = 4_096;

const listen = async (application: NestFastifyApplication, { host, port }: Settings): Promise<void> => {
  try {
    await application.listen({ port, host, backlog });
  } catch (error) {
    throw new PortTaken('Requests cannot be taken', { host, port }, error);
  }
};

const retryMs = 1_000;

/**
 * Records what the log must hold before the first report. Where the log has lost facts at its end nothing can be recorded. The registry
 * starts all the same, to say so, and records once the facts were put back.
 */
const recordFirst = async (record: () => Promise<void>): Promise<void> => {
  try {
    await record();
  } catch (error) {
    if (!(error instanceof LogShortened)) throw error;
    void recordLater(record);
  }
};

/** Retries while the log is unavailable. Any other error ends the process, as it does at the start. */
const recordLater = async (record: () => Promise<void>): Promise<void> => {
  for (;;)
    try {
      await pause(retryMs);
      return await record();
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
    }
};
