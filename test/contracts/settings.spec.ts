import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fileSettingOf, readSettings, secretSettings, settingNames } from '#settings';

/* Settings are checked on start, with one readable message for all that is wrong. */

const start = (env: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, ['dist/apps/registry/src/main.js'], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 150_000,
  });

describe('starting with wrong settings', () => {
  it('names all of them at once, repeats no value, and ends with 2', () => {
    const { status, stdout, stderr } = start({
      XUDAI_DATABASE_URL: 'mysql://hunter2@host/db',
      XUDAI_PORT: '99999',
      XUDAI_HOST: '0.0.0.0',
      XUDAI_BOOTSTRAP_KEY: 'hunter2',
      XUDAI_EVENT_STORE_URL: 'esdb://hunter2@host',
    });
    expect(status).toBe(2);
    for (const name of [
      'XUDAI_DATABASE_URL',
      'XUDAI_PORT',
      'XUDAI_HOST',
      'XUDAI_BOOTSTRAP_KEY',
      'XUDAI_EVENT_STORE_URL',
    ])
      expect(stdout).toContain(name);
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('the launcher', () => {
  it.each([
    ['/proc/x', 'cannot be made (ENOENT)'],
    ['/proc/x/y', 'cannot be made (ENOENT)'],
    ['/dev/null', 'is no folder'],
    ['/dev/null/x', 'cannot be made (ENOTDIR)'],
    ['package.json', 'is no folder'],
  ])('says of a data directory %s in one line that it %s', (place, why) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['apps/cli/launcher/start.mjs'], {
      env: { PATH: process.env.PATH, XUDAI_DATA_DIR: place },
      encoding: 'utf8',
      timeout: 150_000,
      killSignal: 'SIGKILL',
    });
    expect([status, stdout]).toEqual([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^xudai: XUDAI_DATA_DIR: \S+ (cannot|is) /);
    expect(lines[0]?.endsWith(why)).toBe(true);
  });

  it.each(['start', 'demo'])('leaves no folder of a %s that is refused for its settings', (name) => {
    const around = mkdtempSync(path.join(tmpdir(), 'xudai-refused-'));
    try {
      const run = (dataDirectory: string) =>
        spawnSync(process.execPath, [`apps/cli/launcher/${name}.mjs`], {
          env: { PATH: process.env.PATH, XUDAI_DATA_DIR: dataDirectory, XUDAI_LOG_LEVEL: 'loud' },
          encoding: 'utf8',
        });
      const { status, stderr } = run(path.join(around, 'one/two'));
      expect([status, stderr]).toEqual([2, expect.stringContaining('XUDAI_LOG_LEVEL')]);
      expect(readdirSync(around)).toEqual([]);
      // What somebody else made stays.
      mkdirSync(path.join(around, 'mine'));
      expect(run(path.join(around, 'mine')).status).toBe(2);
      expect(readdirSync(around, { recursive: true })).toEqual(['mine']);
    } finally {
      rmSync(around, { recursive: true });
    }
  });

  it('tells all that is wrong before it starts anything', () => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/apps/cli/src/check-settings.js'], {
      env: { PATH: process.env.PATH, XUDAI_PROT: '1', XUDAI_LOG_LEVEL: 'loud' },
      encoding: 'utf8',
    });
    expect([status, stderr.trimEnd().split('\n')]).toEqual([
      2,
      [
        'The settings are wrong:',
        '  XUDAI_PROT: there is no such setting; the nearest is XUDAI_PORT',
        expect.stringMatching(/^ {2}XUDAI_LOG_LEVEL: must be one of /),
      ],
    ]);
  });
});

describe('the table of settings in the README', () => {
  const rows = [
    ...readFileSync('README.md', 'utf8').matchAll(/^\| (`(?:XUDAI|OTEL)_[^|]+) \| ([^|]+) \| (.+) \|$/gm),
  ].map(([, names = '', standard = '', meaning = '']) => ({
    names: [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    standard,
    meaning,
  }));

  it('has each setting that is read, and no other', () => {
    const named = rows.flatMap(({ names }) => names);
    expect(named.toSorted()).toEqual([...settingNames, ...secretSettings.map(fileSettingOf)].toSorted());
  });

  it('has the defaults that are taken, and says what is not built', () => {
    const database = { XUDAI_DATABASE_URL: 'postgres://app@host/db' };
    const plain = JSON.stringify(readSettings(database));
    for (const { names, standard, meaning } of rows) {
      const given = /^`([^`]+)`/.exec(standard)?.[1];
      // What is the default may be set, and changes nothing.
      if (given !== undefined)
        expect(JSON.stringify(readSettings({ ...database, [names[0] ?? '']: given }))).toBe(plain);
      for (const name of names) {
        const read = readSettings({ ...database, [name]: 'x' });
        const isUnbuilt =
          read.outcome === 'wrong' && read.lines.some((line) => line === `${name}: is not built yet`);
        expect([name, isUnbuilt]).toEqual([name, meaning.includes('*not built*')]);
      }
    }
  });
});
