/**
 * Waits for the registry at an address: until it says it is ready, or until nothing answers there any more.
 */
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

import { isFree } from './ports.mjs';
import { say } from './say.mjs';

/**
 * @param {string} address
 * @param {AbortSignal} signal
 */
export async function untilReady(address, signal) {
  const slow = setTimeout(() => say(`still waiting for ${address}/readyz`), 60_000);
  try {
    while (!(await isReady(`${address}/readyz`))) await pause(100, undefined, { signal });
  } finally {
    clearTimeout(slow);
  }
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

/** Only whether it answers matters here, not whose certificate it shows. @param {string} url */
function isReady(url) {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { agent: false, rejectUnauthorized: false, timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}
