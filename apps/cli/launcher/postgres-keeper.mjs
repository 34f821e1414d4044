/**
 * Keeps PostgreSQL alive as long as the launcher lives, and no longer. It runs in a session of its own, so
 * that Ctrl-C in the terminal does not reach the database before the programs that use it; and the launcher
 * holds the other end of its channel, so that even kill -9 of the launcher stops the database in order. Only
 * the end of the channel ends it.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

import { postmasterNote } from './postgres-cluster.mjs';
import { keepReserve } from './reserve-file.mjs';

/** @type {import('./keeper-process.mjs').Plan} */
const { postgres, args, account, cluster, reserve, temporary } = JSON.parse(process.argv[2] ?? '');

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
let wasReady = false;
let isEnding = false;
let failures = 0;

/** @type {{ stop: () => void } | undefined} */
let reserving;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', end);
if (process.connected) start();
else end(); // the launcher was gone before we could listen

function start() {
  if (isEnding) return;
  server = spawn(postgres, args, { ...account, cwd: '/', stdio: ['ignore', 'inherit', 'inherit'] });
  const watch = setInterval(() => {
    if (!isReady()) return;
    clearInterval(watch);
    noteReady();
  }, 25);
  server.once('error', (error) => console.error(error)); // into the server's log
  server.once('close', (code, signal) => {
    clearInterval(watch);
    server = undefined;
    if (isEnding) finish();
    else if (wasReady) startAgain(signal ?? `exit code ${code}`);
    else process.exit(1);
  });
}

function isReady() {
  const note = postmasterNote(cluster);
  return note?.state === 'ready' && note.pid === server?.pid;
}

function noteReady() {
  if (!wasReady) send({ ready: true });
  if (reserve !== undefined)
    reserving ??= keepReserve({ file: reserve, onGivenUp, onFailure: console.error });
  wasReady = true;
  failures = 0;
}

function onGivenUp() {
  send({
    line: 'the disk is full: the room kept for PostgreSQL is given up, so that reading goes on; make room',
  });
}

/** @param {string | number} reason */
function startAgain(reason) {
  if (failures === 0) send({ line: `PostgreSQL died (${reason}); starting it again` });
  setTimeout(start, Math.min(200 * 2 ** failures, 5000));
  failures += 1;
}

/**
 * Fast shutdown; where that hangs, immediate shutdown: the next start then recovers from the write-ahead log.
 */
function end() {
  isEnding = true;
  reserving?.stop(); // whoever ended may be removing the folder already
  if (server === undefined) return finish();
  server.kill('SIGINT');
  setTimeout(() => server?.kill('SIGQUIT'), 60_000).unref();
}

function finish() {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

/** @param {object} message */
function send(message) {
  if (process.connected) process.send?.(message, () => {});
}
