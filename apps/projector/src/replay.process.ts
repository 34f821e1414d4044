import { parentPort, workerData } from 'node:worker_threads';
import { replayLog } from '#audit';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import type { ThreadMessage, ThreadTask } from './audit.process.js';

const { databaseUrl, asked } = workerData as ThreadTask;
const send = (message: ThreadMessage): void => parentPort?.postMessage(message);

// Node's default listener writes text to standard error, which is meant for log lines in JSON.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => send({ warning: `${name}: ${message}` }));

/** A lost connection fails the next query and with it the thread. The replay is begun again then. */
const onSetback = (): void => undefined;
const pool = createPool(databaseUrl, { max: 2, applicationName: 'xudai replay', onSetback });
const { sequence, close } = openPostgresLog({ pool, onSetback });

const neverAborted = new AbortController().signal;
const outcome = await replayLog({ pool, facts: sequence })(asked, (counts) => send({ counts }), neverAborted);
send({ outcome });
// Open connections would keep the thread alive, and the parent waits for its end.
await close();
await pool.end();
