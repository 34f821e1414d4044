import { appendFileSync, openSync, readSync } from 'node:fs';

/*
 * Loaded into a registry before it starts. Looks at every chance how much processor time its main thread took since it looked last,
 * and appends what is much to the file named: that much the event loop was held. Processor time, and not time by the clock, so that
 * a machine that runs something else meanwhile changes nothing.
 */

/** Between two looks; an idle loop shows no more than that. */
const restMs = 2;

/** What is less is not told. */
const leastMs = 10;

const room = Buffer.alloc(64);

/** Of the main thread, in ms, where the system tells it; else of the process with all its threads, which is more. */
const processorTime = () => {
  if (process.platform !== 'linux') {
    const { user, system } = process.cpuUsage();
    return () => (user + system) / 1_000;
  }
  const file = openSync('/proc/thread-self/schedstat', 'r');
  return () =>
    Number(room.toString('latin1', 0, readSync(file, room, 0, room.length, 0)).split(' ', 1)[0]) / 1e6;
};

const now = processorTime();
const to = process.env.TEST_LOOP_HOLDS_FILE;
let before = now();
setInterval(() => {
  const at = now();
  if (at - before >= leastMs) appendFileSync(to, `${JSON.stringify({ at: Date.now(), ms: at - before })}\n`);
  before = now();
}, restMs).unref();

const plantedMs = 80;
process.on('SIGUSR2', () => {
  const from = now();
  while (now() - from < plantedMs);
});
