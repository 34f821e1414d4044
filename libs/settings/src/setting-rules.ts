import { z } from 'zod';
import { looksLikeStreamName } from '#facts';
import { faultOfAddress } from './event-store-address.js';

/* Rules of single settings. No message repeats a value, since some are secret. */

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a number from 0 to 65535');

/** The database function that prunes the list keeps a month in any case. */
export const refusalsDays = z
  .string()
  .regex(/^\d{2,4}$/, 'must be a number of days from 31 to 9999')
  .transform(Number)
  .refine((days) => days >= 31, 'must be a number of days from 31 to 9999');

export const rateLimit = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be a number of requests a second from 1 to 999999')
  .transform(Number);

const hostName = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const ipv6 = /^(\[(?=.*:.*:)[0-9A-Fa-f:.]+\]|(?=.*:.*:)[0-9A-Fa-f:.]+(%\w+)?)$/;

export const host = z
  .string()
  .refine(
    (text) => hostName.test(text) || ipv6.test(text),
    'must be the name or the address of a host alone',
  );

/** A path. Whether the file can be used is checked elsewhere. */
export const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

const partOf = (url: URL, part: 'username' | 'pathname'): string => {
  try {
    return decodeURIComponent(url[part]).replace(/^\//, '');
  } catch {
    return '';
  }
};

/** Faults do not end the validation, so that those of other settings are reported too. */
export const postgresUrl = z.string({ error: 'is not set' }).superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '')
    context.addIssue({ code: 'custom', message: 'must be a postgres:// address' });
  else if (partOf(url, 'username') === '' || partOf(url, 'pathname') === '')
    context.addIssue({
      code: 'custom',
      message: 'must name a user and a database: postgres://user:password@host:port/database',
    });
});

export const eventStoreUrl = z.string().superRefine((url, context) => {
  const fault = faultOfAddress(url);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

export const streamPrefix = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, 'must be at most 100 of A-Z a-z 0-9 . _ -')
  .refine(
    (prefix) => !looksLikeStreamName(prefix),
    'must not hold the name of a kind of stream before a hyphen, such as loan- or key-: another registry could take its streams for its own',
  );

export const bootstrapKey = z
  .string()
  .regex(
    /^xk_[a-z0-9]{4,32}_[A-Za-z0-9]{32,128}$/,
    'must be xk_{keyId}_{secret}: keyId 4 to 32 of a-z 0-9, secret at least 32 of A-Z a-z 0-9',
  );

export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be one of fatal, error, warn, info, debug, trace, silent',
});

export const flag = z.enum(['0', '1'], { error: 'must be 0 or 1' });

/** The database of an address; empty where the address is malformed. */
const databaseOf = (text: unknown): string => {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^postgres(ql)?:$/.test(url.protocol) ? partOf(url, 'pathname') : '';
};

/* Rules between settings. They are checked even where one of the settings is wrong by itself and still unparsed text, so that all faults are reported at once. */

type Fits = (set: Readonly<Record<string, unknown>>) => boolean;

/** @param name the setting that the fault is reported for */
const rule = (name: string, message: string, fits: Fits) => ({
  fits,
  path: [name] as PropertyKey[],
  message,
  when: (): boolean => true,
});

/** Whether the host is this machine only. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);

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
      isLoopback(String(set.XUDAI_HOST)),
  ),
] as const;
