import type { ReadFile } from './secret-files.js';

/*
 * The client of the event store prints the whole address, with its password, when it meets an option that it does not know, and
 * throws it where a value is wrong. So everything it would stumble over is found here, where no value is repeated.
 */

const credentials = '([^\\s:/@?]+):([^\\s:/@?]+)@';
const host = '[A-Za-z0-9._-]+(:\\d{1,5})?';
const form = new RegExp(`^esdb(\\+discover)?://(${credentials})?${host}(,${host})*/?(\\?(\\S+))?$`);

const number = /^-?\d+$/;
const file = /^\S+$/;

/** By name in lower case. Without `tlsVerifyCert`, which does nothing, and `throwOnAppendFailure`, which appends rely on. */
const options: ReadonlyMap<string, RegExp> = new Map([
  ['tls', /^(true|false)$/],
  ['tlscafile', file],
  ['usercertfile', file],
  ['userkeyfile', file],
  ['connectionname', /^\S+$/],
  ['nodepreference', /^(leader|follower|random|read_?only_?replica)$/i],
  ['maxdiscoverattempts', number],
  ['discoveryinterval', number],
  ['gossiptimeout', number],
  ['keepaliveinterval', number],
  ['keepalivetimeout', number],
  ['defaultdeadline', number],
]);

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

/** What is wrong with an address in itself. TLS is the client's default; without credentials a call would be sent in vain. */
export const faultOfAddress = (url: string): string | undefined => {
  const parts = form.exec(url);
  if (!parts) return 'must be an esdb:// or esdb+discover:// address';
  const [, , , username, password] = parts;
  const given = optionsIn(parts.at(-1) ?? '');
  if (!isDecodable(url)) return 'has a % that begins no escape; write %25 for a % of a password';
  for (const [name, value] of given) {
    const allowed = options.get(name);
    if (!allowed) return `has an option that is none of ${[...options.keys()].join(', ')}`;
    if (!allowed.test(value)) return `has a wrong value for ${name}`;
  }
  const hasTls = !given.some(([name, value]) => name === 'tls' && value === 'false');
  return hasTls && (username === undefined || password === undefined)
    ? 'needs user:password@ unless it has tls=false'
    : undefined;
};

/** What is wrong with the files that an address names, which the client reads when it is made. */
export const faultOfFiles = (url: string, readFile: ReadFile): string | undefined => {
  for (const [name, value] of optionsIn(form.exec(url)?.at(-1) ?? '')) {
    if (options.get(name) !== file) continue;
    try {
      readFile(decodeURIComponent(value));
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : 'no code';
      return `the file of its ${name} cannot be read (${String(code)})`;
    }
  }
  return undefined;
};
