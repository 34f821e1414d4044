/**
 * Waits for the registry at an address: until it says it is ready, or until nothing answers there any more.
 */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

import { isFree } from './ports.mjs';
import { say } from './say.mjs';

/**
 * A registry that only has no room to record is waited for no longer: it is there to be read.
 *
 * @param {string} address
 * @param {AbortSignal} signal
 * @param {() => boolean} listens whether it is the one that was started which answers there: another program may have taken the port
 */
export async function untilReady(address, signal, listens = () => true) {
  const slow = setTimeout(() => say(`still waiting for ${address}/readyz`), 60_000);
  try {
    while (!(listens() && (await isReady(`${address}/readyz`)))) await pause(100, undefined, { signal });
  } finally {
    clearTimeout(slow);
  }
}

/**
 * The answer to a change waits until the projector has followed it, which it cannot before it has begun. One that catches up for long, or
 * has no room to, holds nothing up: what is shown is older then, and says so.
 *
 * @param {() => boolean} follows
 * @param {AbortSignal} signal
 */
export async function untilFollowed(follows, signal) {
  for (const deadline = Date.now() + 60_000; !follows() && Date.now() < deadline;)
    await pause(100, undefined, { signal });
}

/**
 * When only the launcher was killed, its registry still finishes what it was asked; for as long its port is
 * taken.
 *
 * @param {string} address
 * @param {AbortSignal} signal
 */
export async function untilSilent(address, signal) {
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100, undefined, { signal })) {
    if (await isFree(Number(port), host)) return;
  }
}

/** What it says first when database and log answer, and room is wanting. */
const wantOfRoom = /^Writes are refused: /;

/** Only whether it answers matters here, not whose certificate it shows. @param {string} url */
function isReady(url) {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { agent: false, rejectUnauthorized: false, timeout: 5_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => (text += part));
      answer.once('end', () => resolve(answer.statusCode === 200 || isShortOfRoom(text)));
      answer.once('error', () => resolve(false));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

/** @param {string} text */
function isShortOfRoom(text) {
  try {
    const { detail } = JSON.parse(text);
    if (!wantOfRoom.test(detail)) return false;
    say(detail);
    return true;
  } catch {
    return false; // no answer of ours
  }
}
