/** Whether a port may be listened on, found out by doing so. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * @param {number} port 0 for any
 * @param {string} host
 * @returns {Promise<number>} the port that was free a moment ago
 */
async function tryPort(port, host) {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : port;
}

/**
 * @param {number} port
 * @param {string} host
 */
export const isFree = (port, host) =>
  tryPort(port, host).then(
    () => true,
    () => false,
  );

/** @param {string} host */
export const freePort = (host) => tryPort(0, host);

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number>} this port, or the next one that is free
 */
export async function nextFreePort(port, host) {
  for (let candidate = port; candidate < port + 100; candidate += 1) {
    if (await isFree(candidate, host)) return candidate;
  }
  return freePort(host);
}
