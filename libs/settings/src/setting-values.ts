import { z } from 'zod';
import { looksLikeStreamName } from '#facts';
import { faultOfAddress } from './event-store-address.js';

/* What single settings may be. No message repeats a value: some are secret. */

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a number from 0 to 65535');

/** Fewer than a month no function of the database takes off the list. */
export const refusalsDays = z
  .string()
  .regex(/^\d{2,4}$/, 'must be a number of days from 31 to 9999')
  .transform(Number)
  .refine((days) => days >= 31, 'must be a number of days from 31 to 9999');

const hostName = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const ipv6 = /^(\[(?=.*:.*:)[0-9A-Fa-f:.]+\]|(?=.*:.*:)[0-9A-Fa-f:.]+(%\w+)?)$/;

export const host = z
  .string()
  .refine(
    (text) => hostName.test(text) || ipv6.test(text),
    'must be the name or the address of a host alone',
  );

/** A path, of which the rest is told when it is used. */
export const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

const partOf = (url: URL, part: 'username' | 'pathname'): string => {
  try {
    return decodeURIComponent(url[part]).replace(/^\//, '');
  } catch {
    return '';
  }
};

/** Told without breaking off: what is wrong in other settings is told beside it. */
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

/** The database that an address names; empty where it is none. */
export const databaseOf = (text: unknown): string => {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  return url && /^postgres(ql)?:$/.test(url.protocol) ? partOf(url, 'pathname') : '';
};
