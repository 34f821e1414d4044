import { setMaxListeners } from 'node:events';
import { pino } from 'pino';
import { bailoutBookProjection } from '#bailout-book';
import { borrowerBookProjection } from '#borrower-book';
import { systemClock } from '#calendar';
import { createPool } from '#database';
import { openLog, WrongLog } from '#event-log';
import { arbiter } from '#first-time-borrowers';
import { loanBookProjection } from '#loan-book';
import { OutageLines } from '#outages';
import { follow, type Projection, SharedFacts } from '#projections';
import { registerBookProjection } from '#register-book';
import { reportingBookProjection } from '#reporting-book';
import { sequence } from '#sequencer';
import { readSettings } from '#settings';
import { targetsProjection } from '#targets';
import { auditInBackground } from './audit.process.js';
import { keepHeartbeat } from './heartbeat.process.js';

const read = readSettings(process.env);
if (read.outcome === 'wrong') {
  process.stderr.write(`The settings are wrong:\n${read.lines.map((line) => `  ${line}\n`).join('')}`);
  process.exit(2);
}
const { settings } = read;
const logger = pino({ level: settings.logLevel, base: { program: 'projector' } });
const outages = new OutageLines(logger, () => performance.now());

// One connection for each of the seven followers, which holds its lock, one for each to read ahead, one for what the arbiter asks;
// one for the sequencer.
const pool = createPool(settings.databaseUrl, { max: 16, applicationName: 'xudai projector' });
const open = await openLog({
  pool,
  eventStore: settings.eventStore,
  onSetback: (error) => outages.setback(error, 'the log is tried again'),
  onMoved: () => {
    logger.fatal('the log was moved to another engine while this program had it open');
    process.exit(2);
  },
}).catch((error: unknown) => {
  if (!(error instanceof WrongLog)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
});
const projections: readonly Projection[] = [
  registerBookProjection,
  loanBookProjection,
  bailoutBookProjection,
  borrowerBookProjection,
  reportingBookProjection,
  targetsProjection,
  arbiter({ log: open.log, clock: systemClock }),
];
const facts = new SharedFacts(open.sequence);
const stop = new AbortController();
// Every follower waits with it, and what audits beside them.
setMaxListeners(0, stop.signal);

const end = (why: string): void => {
  if (!stop.signal.aborted) logger.info({ why }, 'ending');
  stop.abort();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
process.on('disconnect', () => end('the launcher is gone'));
// It may have gone while this program was still loading.
if (process.send && !process.connected) end('the launcher is gone');

// Not waited for at the end: a database that does not answer must not hold up the stop.
void keepHeartbeat(settings.heartbeatFile, settings.databaseUrl, stop.signal, (error) =>
  outages.setback(error, 'no heartbeat'),
);
const auditing = auditInBackground(settings.databaseUrl, projections, { logger, outages }, stop.signal);

const following = projections.map(async (projection) => {
  const ended = await follow({
    projection,
    pool,
    facts,
    signal: stop.signal,
    onSetback: (error) => outages.setback(error, 'following again', { projection: projection.name }),
  });
  if (ended.outcome === 'failed')
    logger.error({ failure: ended.failure }, 'a projection stopped at a fact that it cannot apply');
  return ended;
});

/** Where the log lives in an event store, its facts are put in order here. */
const sequencing = (prefix: string): ReturnType<typeof sequence> =>
  sequence({
    open,
    prefix,
    pool,
    signal: stop.signal,
    onSetback: (error) => outages.setback(error, 'putting facts in order again'),
    onStandstill: (failure) =>
      logger.error({ failure }, 'the facts of the event store cannot be put in order'),
  });

const ended = await Promise.all([
  ...following,
  ...(settings.eventStore ? [sequencing(settings.eventStore.prefix)] : []),
]);
stop.abort();
await auditing;
await open.close();
await pool.end();
process.exit(ended.every(({ outcome }) => outcome === 'stopped') ? 0 : 1);
