import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { anomaliesProjection } from '#anomalies';
import { bailoutBookProjection } from '#bailout-book';
import { borrowerBookProjection } from '#borrower-book';
import { systemClock } from '#calendar';
import { askDatabase, createPool } from '#database';
import { openLog, type OpenLog } from '#event-log';
import { arbiter } from '#first-time-borrowers';
import { loanBookProjection } from '#loan-book';
import { endForFault, endInOrder, reasonOf, tellLauncher } from '#logging';
import { outagesOf, reasonNotToBegin } from '#outages';
import {
  follow,
  keepBackFilling,
  keepRebuilding,
  type Projection,
  type ProjectionFailure,
  SharedFacts,
  FollowerSemaphore,
} from '#projections';
import { registerBookProjection } from '#register-book';
import { reportingBookProjection } from '#reporting-book';
import { sequence } from '#sequencer';
import { readSettings, type Settings } from '#settings';
import { targetsBackFill, targetsProjection } from '#targets';
import { auditInBackground } from './audit.process.js';
import { keepForecasting } from './forecasting.process.js';
import { keepHeartbeat, keepOldPruned, watchedRoom, recordSwitch } from './housekeeping.process.js';

/** All projections. The arbiter records its facts in `log`. */
export const projectionsOver = (log: Parameters<typeof arbiter>[0]): readonly Projection[] => [
  registerBookProjection,
  loanBookProjection,
  bailoutBookProjection,
  borrowerBookProjection,
  reportingBookProjection,
  targetsProjection,
  anomaliesProjection,
  arbiter(log),
];

/** Transactions of followers that catch up: while one is at work in the database, another is in this thread. */
const openAtOnce = 2;

/** Starts a projector with the settings of the environment. It runs until it is stopped. */
export const runProjector = async (logger: Logger): Promise<void> => {
  const read = readSettings(process.env);
  if (read.outcome === 'wrong') return endForFault(logger, read.lines, 2);
  logger.level = read.settings.logLevel;
  try {
    await followAll(read.settings, logger);
  } catch (error) {
    const reason = reasonNotToBegin(error);
    if (!reason) throw error;
    endForFault(logger, [reason.sentence], reason.exitCode);
  }
};

/** The message of a failure may repeat a value of the fact, which must not get into the log. */
const withoutValues = (failure: ProjectionFailure): ProjectionFailure => ({
  ...failure,
  message: reasonOf(failure.message),
});

const followAll = async (settings: Settings, logger: Logger): Promise<void> => {
  let open: OpenLog | undefined;
  const outages = outagesOf(logger, {
    askDatabase: () => askDatabase(settings.databaseUrl),
    eventStoreLog: settings.eventStore && (() => open),
  });
  const onLost = (error: unknown): void => outages.setback(error, 'a connection to the database was lost');

  // Eight followers read ahead over one connection each, and the arbiter asks over one. Followers, back-fill, forecasts, rebuilds and the
  // sequencer hold their advisory locks over connections outside of the pool.
  const pool = createPool(settings.databaseUrl, {
    max: 9,
    applicationName: 'xudai projector',
    onSetback: onLost,
  });
  open = await openLog({
    pool,
    eventStore: settings.eventStore,
    onSetback: (error) => outages.setback(error, 'the log is tried again'),
    onShortage: (shortage) => {
      if (shortage) logger.error(shortage, 'facts are missing at the end of the log: nothing is followed');
      else logger.warn('the log holds again all that was seen of it');
    },
    onMoved: () =>
      endForFault(logger, ['The log was moved to another engine while this program had it open.'], 2),
  });
  const { log, sequence: order, close } = open;
  const projections = projectionsOver({ log, clock: systemClock });
  const room = await watchedRoom(settings, logger);
  const facts = new SharedFacts(order);
  const semaphore = new FollowerSemaphore(openAtOnce);
  const stop = new AbortController();
  // All followers and background jobs listen to the signal.
  setMaxListeners(0, stop.signal);

  // Not awaited at the end: a database that does not answer must not delay the stop.
  void keepHeartbeat(settings.heartbeatFile, settings.databaseUrl, stop.signal, (error) =>
    outages.setback(error, 'no heartbeat'),
  );
  const background = Promise.all([
    auditInBackground(
      settings.databaseUrl,
      projections,
      { logger, outages },
      { signal: stop.signal, hasRoom: room.hasRoom },
    ),
    keepOldPruned(settings, { logger, outages }, stop.signal),
    keepBackFilling({
      backFill: targetsBackFill,
      pool,
      signal: stop.signal,
      hasRoom: room.hasRoom,
      onSetback: (error) => outages.setback(error, 'filling in figures from history again'),
    }),
    keepForecasting({
      pool,
      log,
      clock: systemClock,
      signal: stop.signal,
      hasRoom: room.hasRoom,
      onRecorded: (recorded) => logger.info(recorded, 'what is expected of the targets was recorded'),
      onSetback: (error) => outages.setback(error, 'forecasting again'),
    }),
    keepRebuilding({
      projections,
      backFills: [targetsBackFill],
      pool,
      facts,
      signal: stop.signal,
      hasRoom: room.hasRoom,
      record: recordSwitch({ log, clock: systemClock }),
      onSwitched: (switched) =>
        logger.info(switched, 'a projection was rebuilt, and its tables were switched'),
      onFailed: (failed) => logger.error(failed, 'a rebuild of a projection failed'),
      onSetback: (error, projection) =>
        outages.setback(error, 'rebuilding again', projection === undefined ? {} : { projection }),
    }),
  ]);

  const behind = new Set(projections);
  /** Once all are level with the log, or stopped, the answer to a change waits for none of them. */
  const noteLevel = (projection: Projection): void => {
    if (behind.delete(projection) && behind.size === 0) tellLauncher({ follows: true });
  };
  const following = projections.map(async (projection) => {
    const ended = await follow({
      projection,
      pool,
      facts: facts.reader(),
      semaphore,
      signal: stop.signal,
      hasRoom: room.hasRoom,
      onLevel: () => noteLevel(projection),
      onParked: (parked) =>
        logger.error(parked, 'a fact cannot be applied and is parked, with what follows of its subject'),
      onSetback: (error) => outages.setback(error, 'following again', { projection: projection.name }),
    });
    noteLevel(projection);
    if (ended.outcome === 'failed')
      logger.error(
        { failure: withoutValues(ended.failure) },
        'a projection stopped at a fact that it cannot apply',
      );
    return ended;
  });

  /** Where the log is in an event store, the sequencer gives its facts their seq. */
  const sequencing = (prefix: string, from: OpenLog): ReturnType<typeof sequence> =>
    sequence({
      open: from,
      prefix,
      pool,
      signal: stop.signal,
      hasRoom: room.hasRoom,
      onSetback: (error) => outages.setback(error, 'putting facts in order again'),
      onStandstill: (failure) =>
        logger.error({ failure }, 'the facts of the event store cannot be put in order'),
    });

  const all = Promise.all([
    ...following,
    ...(settings.eventStore ? [sequencing(settings.eventStore.prefix, open)] : []),
  ]);
  const end = endInOrder(logger, async () => {
    stop.abort();
    const ended = await all;
    await background;
    room.stop();
    await close();
    await pool.end();
    return ended.every(({ outcome }) => outcome === 'stopped') ? 0 : 1;
  });
  await all;
  end('nobody follows any more');
};
