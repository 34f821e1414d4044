import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.file.js';
import { fileSettingOf, secretSettings } from './secret-files.js';
import { settingNames } from './settings.js';

/* Every setting with every kind of wrong value: one line each, which names it and repeats nothing. A new setting gets a row. */

const least = { XUDAI_DATABASE_URL: 'postgres://app:secret@127.0.0.1:5432/xudai' };
const addresses = [
  'hunter2',
  'mysql://u:hunter2@host/db',
  'postgres://',
  'postgres://host/hunter2',
  'postgres://hunter2@host',
  'postgres://hunter2@host:99999/db',
  'postgres://%E4%hunter2@host/db',
];
const ports = ['-1', '65536', '80.5', 'eighty', '1e3', ' 80', '0x50'];
const hosts = ['a b', 'http://localhost', 'localhost:80', 'host/hunter2', ':1', '-x', 'a,b'];

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-settings-'));
  writeFileSync(inFolder('empty'), '');
  writeFileSync(inFolder('two-lines'), 'hunter2\nhunter2\n');
  writeFileSync(inFolder('words'), 'hunter2');
});
afterAll(() => rmSync(folder, { recursive: true }));

const secretFiles = (): readonly string[] => ['missing', 'empty', 'two-lines', '.'].map(inFolder);
const tlsFiles = (): readonly string[] => ['missing', 'empty', 'words', '.'].map(inFolder);

/** What each may not be, and beside what it is tried. */
const wrongValues: Readonly<
  Record<
    string,
    { readonly values: () => readonly string[]; readonly beside?: Readonly<Record<string, string>> }
  >
> = {
  XUDAI_HOST: { values: () => hosts, beside: { XUDAI_TRUST_PROXY: '1' } },
  XUDAI_PORT: { values: () => ports },
  XUDAI_DATA_DIR: { values: () => ['a\0b'] },
  XUDAI_DATABASE_URL: { values: () => addresses },
  XUDAI_DATABASE_OWNER_URL: { values: () => [...addresses, 'postgres://owner@host/hunter2'] },
  XUDAI_EVENT_STORE_URL: {
    values: () => ['hunter2', 'http://hunter2', 'esdb://hunter2:x@host?tls=maybe', 'esdb://host'],
  },
  XUDAI_STREAM_PREFIX: {
    values: () => ['loan-', '-x', 'a b', 'x'.repeat(101)],
    beside: { XUDAI_EVENT_STORE_URL: 'esdb://host?tls=false' },
  },
  XUDAI_TLS_CERT_FILE: { values: tlsFiles, beside: { XUDAI_TLS_KEY_FILE: '/dev/null' } },
  XUDAI_TLS_KEY_FILE: { values: tlsFiles, beside: { XUDAI_TLS_CERT_FILE: '/dev/null' } },
  XUDAI_TRUST_PROXY: { values: () => ['2', 'true', 'yes'] },
  XUDAI_BOOTSTRAP_KEY: {
    values: () => ['hunter2', `xk_Root_${'a'.repeat(32)}`, `xk_root_${'a'.repeat(31)}`],
  },
  XUDAI_LOG_LEVEL: { values: () => ['loud', 'INFO', '30'] },
  XUDAI_METRICS_PORT: { values: () => [...ports, '7080'] },
  XUDAI_METRICS_HOST: { values: () => hosts },
  XUDAI_STORAGE_DIR: { values: () => ['missing', 'words'].map(inFolder) },
  XUDAI_HEARTBEAT_FILE: { values: () => ['.', 'missing/file', 'words/file'].map(inFolder) },
  XUDAI_REFUSALS_DAYS: { values: () => ['0', '30', '10000', '-400', '31.5', 'hunter2'] },
  XUDAI_OIDC_ISSUER: { values: () => ['https://hunter2'] },
  XUDAI_OIDC_AUDIENCE: { values: () => ['hunter2'] },
  XUDAI_SIGNING_KEY_FILE: { values: () => ['.', 'words', 'words/key'].map(inFolder) },
  XUDAI_RATE_LIMIT: { values: () => ['0', '-5', '1.5', '1000000', 'hunter2'] },
  OTEL_EXPORTER_OTLP_ENDPOINT: { values: () => ['http://hunter2'] },
  ...Object.fromEntries(secretSettings.map((name) => [fileSettingOf(name), { values: secretFiles }])),
};

const linesOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  const read = readSettings(env);
  return read.outcome === 'wrong' ? read.lines : [];
};

describe('a wrong setting', () => {
  it('has a row here for each setting there is', () => {
    const names = [...settingNames, ...secretSettings.map(fileSettingOf)];
    expect(Object.keys(wrongValues).toSorted()).toEqual(names.toSorted());
  });

  it.each(Object.keys(wrongValues))('%s is one line that names it and repeats no value', (name) => {
    const { values, beside = {} } = wrongValues[name] ?? { values: () => [] };
    for (const value of values()) {
      const { XUDAI_DATABASE_URL, ...none } = least;
      const base = name === 'XUDAI_DATABASE_URL_FILE' ? none : { XUDAI_DATABASE_URL };
      const lines = linesOf({ ...base, ...beside, [name]: value });
      const own = lines.filter((line) => line.startsWith(`${name}: `));
      expect([value, own.length]).toEqual([value, 1]);
      expect(own[0]).toMatch(/^XUDAI_\w+: \S[^\n]+$|^OTEL_\w+: \S[^\n]+$/);
      expect(lines.join()).not.toMatch(/hunter2|xudai-settings-/);
    }
  });

  it('is reported with all other faults', () => {
    const lines = linesOf({
      XUDAI_PROT: '1',
      XUDAI_PORT: 'x',
      XUDAI_TLS_CERT_FILE: inFolder('missing'),
      XUDAI_TLS_KEY_FILE: inFolder('words'),
    });
    expect(lines.map((line) => line.slice(0, line.indexOf(':'))).toSorted()).toEqual([
      'XUDAI_DATABASE_URL',
      'XUDAI_PORT',
      'XUDAI_PROT',
      'XUDAI_TLS_CERT_FILE',
    ]);
  });
});

describe('a name that is no setting', () => {
  it.each([
    ['XUDAI_PROT', 'XUDAI_PORT'],
    ['XUDAI_METRIC_PORT', 'XUDAI_METRICS_PORT'],
    ['XUDAI_DATABASE', 'XUDAI_DATABASE_URL'],
    ['XUDAI_DB_URL', 'XUDAI_DATABASE_URL'],
    ['XUDAI_EVENTSTORE_URL', 'XUDAI_EVENT_STORE_URL'],
    ['XUDAI_BOOTSTRAP_KEYFILE', 'XUDAI_BOOTSTRAP_KEY_FILE'],
    ['Xudai_Port', 'XUDAI_PORT'],
    ['XUDAI_LOGLEVEL', 'XUDAI_LOG_LEVEL'],
  ])('%s is refused with the nearest that is: %s', (name, nearest) => {
    expect(linesOf({ ...least, [name]: 'hunter2' })).toEqual([
      `${name}: there is no such setting; the nearest is ${nearest}`,
    ]);
  });

  it('may be of somebody else', () => {
    const others = {
      XUDAI_TEST_OWNER_URL: 'x',
      XUDAI_VERSION: '1',
      PATH: '/bin',
      XUDAIX: '1',
      XUDAI_PROT: '',
    };
    expect(linesOf({ ...least, ...others })).toEqual([]);
  });

  it('is shown without characters that no name has', () => {
    expect(linesOf({ ...least, ['XUDAI_\u001b[31m\n'.padEnd(500, 'x')]: '1' }).join()).toMatch(
      /^XUDAI_\?\?31m\?x{1,60}: /,
    );
  });
});
