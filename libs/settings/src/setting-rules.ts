import { databaseOf } from './setting-values.js';

/*
 * What several settings must be together. Looked at also when one of them is wrong in itself, so that all is told at once: what
 * is wrong may still be text here.
 */

type Fits = (set: Readonly<Record<string, unknown>>) => boolean;

/** @param name the setting that is told as wrong */
const rule = (name: string, message: string, fits: Fits) => ({
  fits,
  path: [name] as PropertyKey[],
  message,
  when: (): boolean => true,
});

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

export const rules = [
  rule(
    'XUDAI_TLS_CERT_FILE',
    'certificate and key go together',
    (set) => set.XUDAI_TLS_KEY_FILE === undefined || set.XUDAI_TLS_CERT_FILE !== undefined,
  ),
  rule(
    'XUDAI_TLS_KEY_FILE',
    'certificate and key go together',
    (set) => set.XUDAI_TLS_CERT_FILE === undefined || set.XUDAI_TLS_KEY_FILE !== undefined,
  ),
  rule(
    'XUDAI_STREAM_PREFIX',
    'is of an event store, which XUDAI_EVENT_STORE_URL names',
    (set) => set.XUDAI_STREAM_PREFIX === undefined || set.XUDAI_EVENT_STORE_URL !== undefined,
  ),
  rule(
    'XUDAI_DATABASE_OWNER_URL',
    'names another database than XUDAI_DATABASE_URL',
    ({ XUDAI_DATABASE_URL: app, XUDAI_DATABASE_OWNER_URL: owner }) =>
      owner === undefined || databaseOf(app) === '' || [databaseOf(app), ''].includes(databaseOf(owner)),
  ),
  rule(
    'XUDAI_METRICS_PORT',
    'must be another port than XUDAI_PORT',
    ({ XUDAI_METRICS_PORT: metrics, XUDAI_PORT: own }) =>
      typeof metrics !== 'number' || metrics === 0 || metrics !== own,
  ),
  rule(
    'XUDAI_HOST',
    'a host other than loopback needs XUDAI_TLS_CERT_FILE and XUDAI_TLS_KEY_FILE, or XUDAI_TRUST_PROXY=1 behind a proxy that serves HTTPS: keys do not travel in the clear',
    (set) =>
      set.XUDAI_TLS_CERT_FILE !== undefined ||
      set.XUDAI_TRUST_PROXY === '1' ||
      loopback.test(String(set.XUDAI_HOST)),
  ),
] as const;
