import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/* A data directory that the launcher did not make, or that somebody changed, is told in one line: which file, and what to do. */

describe('npm start on a data directory', () => {
  let around: string;
  let directory: string;

  beforeEach(() => {
    around = mkdtempSync(join(tmpdir(), 'xudai-directory-'));
    // The account that PostgreSQL runs as gets there, so that the database would lie inside.
    chmodSync(around, 0o755);
    directory = join(around, 'data');
  });
  afterEach(() => rmSync(around, { recursive: true }));

  const within = (name: string): string => {
    mkdirSync(directory, { recursive: true });
    return join(directory, name);
  };
  const written =
    (name: string, content: string): (() => void) =>
    () =>
      writeFileSync(within(name), content);
  const folder =
    (name: string): (() => void) =>
    () =>
      mkdirSync(join(within(name), 'somebody'), { recursive: true });
  const link =
    (name: string, target: string): (() => void) =>
    () =>
      symlinkSync(target, name === '' ? directory : within(name));

  it.each<readonly [string, () => void, string, RegExp]>([
    ['is a link to itself', link('', 'data'), '', /^XUDAI_DATA_DIR: \S+ cannot be entered \(ELOOP\)$/],
    [
      'is a link that leads nowhere',
      link('', 'nothing'),
      '',
      /^XUDAI_DATA_DIR: \S+ is a link that leads nowhere$/,
    ],
    [
      'lies below a link to itself',
      () => {
        symlinkSync('data', directory);
        directory = join(directory, 'below');
      },
      '',
      /^XUDAI_DATA_DIR: \S+ cannot be made \(ELOOP\)$/,
    ],
    [
      'has passwords that are no JSON',
      written('database-passwords.json', '{"owner":'),
      'database-passwords.json',
      /is no JSON: bring back the one that was there$/,
    ],
    [
      'has passwords of another shape',
      written('database-passwords.json', '{"owner":"a"}'),
      'database-passwords.json',
      /does not hold the passwords of the two logins: bring back the one that was there$/,
    ],
    [
      'has null for passwords',
      written('database-passwords.json', 'null'),
      'database-passwords.json',
      /does not hold the passwords/,
    ],
    [
      'has a folder for passwords',
      folder('database-passwords.json'),
      'database-passwords.json',
      /cannot be read \(EISDIR\): bring back/,
    ],
    [
      'has a note that is no JSON',
      written('postgres.json', 'x'),
      'postgres.json',
      /is no JSON: bring back the one that was there, or remove it if the database lies in \S+postgres$/,
    ],
    [
      'has a note of another shape',
      written('postgres.json', '{"cluster":5}'),
      'postgres.json',
      /does not say where the database lies: bring back/,
    ],
    [
      'has a note that is a list',
      written('postgres.json', '[]'),
      'postgres.json',
      /does not say where the database lies/,
    ],
    [
      'has a folder for a note',
      folder('postgres.json'),
      'postgres.json',
      /cannot be read \(EISDIR\): bring back/,
    ],
    [
      "has somebody else's folder for the database",
      folder('postgres'),
      'postgres',
      /is there but holds no database: move it away, or name another folder in XUDAI_DATA_DIR$/,
    ],
    [
      'has a file for the database',
      written('postgres', ''),
      'postgres',
      /is there but holds no database: move it away/,
    ],
    [
      'has a link to nothing for the database',
      link('postgres', 'nothing'),
      'postgres',
      /is there but holds no database: move it away/,
    ],
    [
      'has a folder for a lock',
      folder('xudai.lock'),
      'xudai.lock',
      /cannot be read \(EISDIR\): remove it if no registry runs on this data directory$/,
    ],
    [
      'has a lock that is a link to itself',
      link('xudai.lock', 'xudai.lock'),
      'xudai.lock',
      /cannot be read \(ELOOP\): remove it/,
    ],
    [
      'has a lock that is a link to nothing',
      link('xudai.lock', 'nothing'),
      'xudai.lock',
      /cannot be read \(ENOENT\): remove it/,
    ],
    [
      'has a folder for the log of the database',
      folder('postgres.log'),
      'postgres.log',
      /is no file that can be written \(EISDIR\): move it away$/,
    ],
  ])('that %s', (_, arrange, file, why) => {
    arrange();
    const { status, stderr } = spawnSync(process.execPath, ['apps/cli/launcher/start.mjs'], {
      env: { PATH: process.env.PATH, XUDAI_DATA_DIR: directory, XUDAI_PORT: '0' },
      encoding: 'utf8',
      timeout: 150_000,
      killSignal: 'SIGKILL',
    });
    expect([status, stderr.trimEnd().split('\n')]).toEqual([2, [expect.stringMatching(/^xudai: /)]]);
    const line = stderr.trimEnd().slice('xudai: '.length);
    expect(line).toContain(join(directory, file));
    expect(line).toMatch(why);
  });
});
