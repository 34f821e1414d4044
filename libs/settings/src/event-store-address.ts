import type { ReadFile } from './secret-files.js';

/*
 * The client of the event store prints the whole address, with its password, when it meets an option that it does not know, and
 * throws it where a value is wrong. So everything it would stumble over is found here, where no value is repeated.
 */

const credentials = '([^\\s:/@?]+):([^\\s:/@?]+)@';
const host = '[A-Za-z0-9._-]+(:\\d+)?';
const form = new RegExp(`^esdb(\\+discover)?://(${credentials})?${host}(,${host})*/?(\\?(\\S+))?$`);

const number = /^-?\d+$/;
const positive = /^0*[1-9]\d*$/;
/** -1 is for never. */
const orNever = /^(-1|\d+)$/;
const file = /^\S+$/;

/** As the guide writes them. Without `tlsVerifyCert`, which does nothing, and `throwOnAppendFailure`, which appends rely on. */
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

/** By name in lower case, since the client takes them in any. */
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

/** Name in lower case and value of each; the name is empty where there is no `=`. */
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

/** Of the nodes, which come after the credentials and before what follows a slash or a question mark. */
const portsIn = (url: string): readonly string[] =>
  [
    ...url
      .replace(/^[a-z+]+:\/\/([^@/?]*@)?/, '')
      .replace(/[/?].*$/, '')
      .matchAll(/:(\d+)/g),
  ].map(([, port = '']) => port);

/** All that is wrong with an address in itself. TLS is the client's default; without credentials a call would be sent in vain. */
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

/** What is wrong with the files that an address names, which the client reads when it is made. */
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
