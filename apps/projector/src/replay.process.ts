import { parentPort, workerData } from 'node:worker_threads';
import { replayLog } from '#audit';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import type { ThreadMessage, ThreadTask } from './replay-thread.process.js';

const { databaseUrl, asked } = workerData as ThreadTask;
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);

// Node's own listener writes text to standard error, where others expect lines of the log.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => tell({ warning: `${name}: ${message}` }));

/** What is lost in between ends the thread at its next question; the replay is begun again then. */
const onSetback = (): void => undefined;
const pool = createPool(databaseUrl, { max: 2, applicationName: 'xudai replay', onSetback });
const { sequence, close } = openPostgresLog({ pool, onSetback });

const neverAborted = new AbortController().signal;
const outcome = await replayLog({ pool, facts: sequence })(asked, (counts) => tell({ counts }), neverAborted);
tell({ outcome });
// Whoever began it waits for the end of this thread, which anything left open would put off.
await close();
await pool.end();
