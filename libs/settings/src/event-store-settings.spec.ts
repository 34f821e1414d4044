import { describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.file.js';

const read = (env: Readonly<Record<string, string>>) =>
  readSettings({ XUDAI_DATABASE_URL: 'postgres://app:secret@127.0.0.1:5432/xudai', ...env });

const wrongIn = (env: Readonly<Record<string, string>>): readonly string[] => {
  const result = read(env);
  return result.outcome === 'wrong' ? result.lines.map((line) => line.slice(0, line.indexOf(':'))) : [];
};

describe('settings of an event store', () => {
  it('are absent where the log is in the database', () => {
    expect(read({})).toMatchObject({ settings: { eventStore: undefined } });
    expect(wrongIn({ XUDAI_STREAM_PREFIX: 'xudai-' })).toEqual(['XUDAI_STREAM_PREFIX']);
  });

  it.each([
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://127.0.0.1:2113/?keepAliveInterval=10000&tls=false',
    'esdb://a:99999@one:65535,two:1?keepAliveInterval=-1&connectionName=at:70000',
    'esdb://admin:changeit@one:2113,two:2113,three?nodePreference=leader',
    'esdb+discover://admin:change%40it@store.example:2113',
  ])('%s is an address', (url) => {
    expect(read({ XUDAI_EVENT_STORE_URL: url })).toMatchObject({
      settings: { eventStore: { url, prefix: '' } },
    });
    expect(read({ XUDAI_EVENT_STORE_URL: url, XUDAI_STREAM_PREFIX: 'xudai-' })).toMatchObject({
      settings: { eventStore: { url, prefix: 'xudai-' } },
    });
    for (const XUDAI_STREAM_PREFIX of ['$x-', '-x', 'a b', 'ü', 'x'.repeat(101), 'city-loan-', 'KEY-2'])
      expect(wrongIn({ XUDAI_EVENT_STORE_URL: url, XUDAI_STREAM_PREFIX })).toEqual(['XUDAI_STREAM_PREFIX']);
  });

  it.each([
    'localhost',
    'http://host:2113',
    'kurrentdb://host?tls=false',
    'esdb:host',
    'esdb://',
    'esdb://user@host',
    'esdb://a:b@host,?tls=false',
    'esdb://a:b:c@host',
    'esdb://a:b@[::1]:2113',
    'esdb://a:100%@host',
    'esdb://host?tls=FALSE',
    'esdb://a:b@host?tls',
    'esdb://a:b@host?',
    'esdb://a:b@host?tls=true?nodePreference=leader',
    'esdb://a:b@host?nodePreference=any',
    'esdb://a:b@host?keepAliveInterval=soon',
    'esdb://a:b@host?keepAliveInterval=-5',
    'esdb://a:b@host?keepAliveTimeout=-2',
    'esdb://a:b@host?defaultDeadline=0',
    'esdb://host:99999?tls=false',
    'esdb://host:0?tls=false',
    'esdb://a:b@one:2113,two:65536',
    'esdb://a:b@one:2113,two:655360/',
    'esdb://a:b@host?tlsVerifyCert=false',
    'esdb://a:b@host?throwOnAppendFailure=false',
    'esdb://a:b@host?tlsCertFile=ca.crt',
    'esdb://a:b@host?tlsCaFile=/nowhere/ca.crt',
  ])('%s is none', (XUDAI_EVENT_STORE_URL) => {
    expect(wrongIn({ XUDAI_EVENT_STORE_URL })).toEqual(['XUDAI_EVENT_STORE_URL']);
  });

  it('may name existing files, and name only the option of a missing one', () => {
    const here = encodeURIComponent(import.meta.filename);
    const settings = (file: string) =>
      read({ XUDAI_EVENT_STORE_URL: `esdb://u:secret@host?tlsCaFile=${file}` });
    expect(settings(here)).toMatchObject({ outcome: 'settings' });
    expect(settings('/nowhere/ca.crt')).toEqual({
      outcome: 'wrong',
      lines: ['XUDAI_EVENT_STORE_URL: the file of its tlsCAFile cannot be read (ENOENT)'],
    });
  });

  it('has all of its faults reported at once, without a value', () => {
    const url = 'esdb://host:99999?KEEPALIVEINTERVAL=-5&defaultDeadline=never&nodes=7';
    const result = read({ XUDAI_EVENT_STORE_URL: url });
    expect(result).toEqual({ outcome: 'wrong', lines: [expect.any(String)] });
    const [line = ''] = result.outcome === 'wrong' ? result.lines : [];
    expect(line.split('; ')).toEqual([
      'XUDAI_EVENT_STORE_URL: has a port that is no number from 1 to 65535',
      expect.stringMatching(/^has an option that is none of tls, tlsCAFile, .*, defaultDeadline$/),
      'has a wrong value for keepAliveInterval',
      'has a wrong value for defaultDeadline',
      'needs user:password@ unless it has tls=false',
    ]);
    expect(line).not.toMatch(/99999|-5|never|nodes/);
  });

  it.each(['esdb://host:2113', 'esdb+discover://host?tls=true', 'esdb://one,two'])(
    '%s lacks credentials, which TLS goes with',
    (XUDAI_EVENT_STORE_URL) => {
      expect(read({ XUDAI_EVENT_STORE_URL })).toEqual({
        outcome: 'wrong',
        lines: ['XUDAI_EVENT_STORE_URL: needs user:password@ unless it has tls=false'],
      });
    },
  );
});
