/** Where the registry is to be reached: the port that was asked for, or one that is free. */
import { freePort, isFree, nextFreePort } from './ports.mjs';
import { PlainFailure } from './say.mjs';

/** @typedef {import('./start-settings.mjs').StartSettings} StartSettings */

const usualPort = 7080;

/**
 * Said before anything is started; the port may still be lost to another program meanwhile.
 *
 * @param {StartSettings} settings
 */
export async function refuseTakenPort({ port, host }) {
  if (port === undefined || port === 0 || (await isFree(port, host))) return;
  throw new PlainFailure(
    `port ${port} on ${host} cannot be used: another program has it, or this account may not; --port 0 picks a free one`,
    2,
  );
}

/** @param {StartSettings} settings */
export async function choosePort({ port, host }) {
  try {
    if (port === undefined) return await nextFreePort(usualPort, host);
    return port === 0 ? await freePort(host) : port;
  } catch (error) {
    throw new PlainFailure(`XUDAI_HOST: no port can be listened on at ${host} (${error.code})`, 2);
  }
}

/**
 * @param {number} port
 * @param {StartSettings} settings
 */
export const addressOn = (port, { scheme, host }) => `${scheme}://${hostToCall(host)}:${port}`;

/** "All addresses" is none that can be called. @param {string} host */
function hostToCall(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
