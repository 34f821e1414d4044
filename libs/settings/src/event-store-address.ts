import type { ReadFile } from './secret-files.js';

/*
 * Validates the address of the event store. The client prints the whole address, with its password, for an unknown option, and throws it
 * for a wrong value. So every fault that it would find is found here first, and no message repeats a value.
 */

const credentials = '([^\\s:/@?]+):([^\\s:/@?]+)@';
const host = '[A-Za-z0-9._-]+(:\\d+)?';
const form = new RegExp(`^esdb(\\+discover)?://(${credentials})?${host}(,${host})*/?(\\?(\\S+))?$`);

const number = /^-?\d+$/;
const positive = /^0*[1-9]\d*$/;
/** A number, or -1 for never. */
const orNever = /^(-1|\d+)$/;
const file = /^\S+$/;

/** Allowed options. Without `tlsVerifyCert`, which has no effect, and `throwOnAppendFailure`, which appends rely on. */
const values: Readonly<Record<string, RegExp>> = {
  tls: /^(true|false)$/,
  tlsCAFile: file,
  userCertFile: file,
  userKeyFile: file,
  connectionName: /^\S+$/,
  nodePreference: /^(leader|follower|random|read_?only_?replica)$/i,
  maxDiscoverAttempts: number,
  discoveryInterval: number,
  gossipTimeout: number,
  keepAliveInterval: orNever,
  keepAliveTimeout: orNever,
  defaultDeadline: positive,
};

/** By name in lower case, since the client ignores case. */
const options: ReadonlyMap<string, { readonly name: string; readonly allowed: RegExp }> = new Map(
  Object.entries(values).map(([name, allowed]) => [name.toLowerCase(), { name, allowed }]),
);

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** Name in lower case and value of each option; the name is empty where there is no `=`. */
const optionsIn = (query: string): readonly (readonly [string, string])[] =>
  query === ''
    ? []
    : query.split('&').map((option) => {
        const at = Math.max(option.indexOf('='), 0);
        return [option.slice(0, at).toLowerCase(), option.slice(at + 1)];
      });

const faultsOfOptions = (given: ReturnType<typeof optionsIn>): readonly string[] => {
  const known = given.flatMap(([name, value]) => {
    const option = options.get(name);
    return option ? [{ ...option, value }] : [];
  });
  return [
    ...(known.length < given.length
      ? [`has an option that is none of ${Object.keys(values).join(', ')}`]
      : []),
    ...known
      .filter(({ allowed, value }) => !allowed.test(value))
      .map(({ name }) => `has a wrong value for ${name}`),
  ];
};

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65_535;

/** The ports of the nodes, which are after the credentials and before the first slash or question mark. */
const portsIn = (url: string): readonly string[] =>
  [
    ...url
      .replace(/^[a-z+]+:\/\/([^@/?]*@)?/, '')
      .replace(/[/?].*$/, '')
      .matchAll(/:(\d+)/g),
  ].map(([, port = '']) => port);

/** The first fault of an address; undefined where there is none. TLS is the client's default, and credentials are required. */
export const faultOfAddress = (url: string): string | undefined => {
  const parts = form.exec(url);
  if (!parts) return 'must be an esdb:// or esdb+discover:// address';
  const [, , , username, password] = parts;
  const given = optionsIn(parts.at(-1) ?? '');
  const hasTls = !given.some(([name, value]) => name === 'tls' && value === 'false');
  const faults = [
    ...(portsIn(url).every(isPort) ? [] : ['has a port that is no number from 1 to 65535']),
    ...(isDecodable(url) ? [] : ['has a % that begins no escape; write %25 for a % of a password']),
    ...faultsOfOptions(given),
    ...(hasTls && (username === undefined || password === undefined)
      ? ['needs user:password@ unless it has tls=false']
      : []),
  ];
  return faults.length === 0 ? undefined : faults.join('; ');
};

/** The fault of a file that the address names; the client reads these files when it is created. */
export const faultOfFiles = (url: string, readFile: ReadFile): string | undefined => {
  const faults = optionsIn(form.exec(url)?.at(-1) ?? '').flatMap(([lowerCase, value]) => {
    const option = options.get(lowerCase);
    if (option?.allowed !== file || !isDecodable(value)) return [];
    try {
      readFile(decodeURIComponent(value));
      return [];
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : 'no code';
      return [`the file of its ${option.name} cannot be read (${String(code)})`];
    }
  });
  return faults.length === 0 ? undefined : faults.join('; ');
};
