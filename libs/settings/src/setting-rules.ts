import { z } from 'zod';
import { looksLikeStreamName } from '#facts';
import { faultOfAddress } from './event-store-address.js';

/* Finds misspelt settings, which would else be ignored silently: every variable with the prefix must be a known one. */

/** Variables of the tests and of the compose file, which no program reads. */
const ofOthers = [
  'XUDAI_TEST_OWNER_URL',
  'XUDAI_EVENT_STORE_RESTART',
  'XUDAI_VERSION',
  'XUDAI_HTTPS_PORT',
  'XUDAI_SECRETS_DIR',
];

/** Missing letters weigh less than other edits: abbreviations, as DB for DATABASE, are the likeliest mistake. */
const missingLetter = 0.6;

/** Edit distance with transpositions (Damerau–Levenshtein), with a lower weight for missing letters. */
const distance = (from: string, to: string): number => {
  let [beforeLast, last] = [
    [] as number[],
    Array.from({ length: to.length + 1 }, (_, at) => at * missingLetter),
  ];
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + missingLetter,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
};

const nearest = (name: string, known: readonly string[]): string =>
  known.reduce((best, each) => (distance(name, each) < distance(name, best) ? each : best), known[0] ?? '');

/** A line for each unknown name, with the nearest known one. */
export const unknownNames = (given: readonly string[], known: readonly string[]): readonly string[] =>
  given
    .filter((name) => /^xudai_/i.test(name) && !known.includes(name) && !ofOthers.includes(name))
    // A name may contain anything, so the message shows only the part that is a valid name.
    .map((name) => {
      const shown = name.replaceAll(/[^A-Za-z0-9_]/g, '?').slice(0, 60);
      return `${shown}: there is no such setting; the nearest is ${nearest(name.toUpperCase().slice(0, 60), known)}`;
    });

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
