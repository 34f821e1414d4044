import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.file.js';
import { fileSettingOf, secretSettings } from './secret-files.js';

const databaseUrl = 'postgres://app:hunter2@127.0.0.1:5432/xudai';
const ownerUrl = 'postgres://owner:hunter2@127.0.0.1:5432/xudai';
const bootstrapKey = `xk_root_${'a'.repeat(32)}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (text: string): string => {
  const file = path.join(folder, `hunter2-${Math.random()}`);
  writeFileSync(file, text);
  return file;
};

const linesOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  const result = readSettings(env);
  return result.outcome === 'wrong' ? result.lines : [];
};

describe('secrets in files', () => {
  it('are read with or without a line end', () => {
    for (const end of ['', '\n', '\r\n'])
      expect(
        readSettings({
          XUDAI_DATABASE_URL_FILE: fileWith(databaseUrl + end),
          XUDAI_DATABASE_OWNER_URL_FILE: fileWith(ownerUrl + end),
          XUDAI_BOOTSTRAP_KEY_FILE: fileWith(bootstrapKey + end),
        }),
      ).toMatchObject({ settings: { databaseUrl, databaseOwnerUrl: ownerUrl, bootstrapKey } });
  });

  it('an empty name of a file means none', () => {
    expect(readSettings({ XUDAI_DATABASE_URL: databaseUrl, XUDAI_DATABASE_URL_FILE: '' })).toMatchObject({
      settings: { databaseUrl },
    });
  });

  it.each([...secretSettings])('%s: the plain one or the file, not both', (name) => {
    const lines = linesOf({
      XUDAI_DATABASE_URL: databaseUrl,
      [name]: name === 'XUDAI_BOOTSTRAP_KEY' ? bootstrapKey : databaseUrl,
      [fileSettingOf(name)]: fileWith(databaseUrl),
    });
    expect(lines).toContain(`${name}_FILE: ${name} is set as well; only one of them may be`);
  });

  it.each([...secretSettings])('%s: a file that is missing, a folder, empty or long is one line', (name) => {
    const setting = fileSettingOf(name);
    const others = name === 'XUDAI_DATABASE_URL' ? {} : { XUDAI_DATABASE_URL: databaseUrl };
    for (const [file, message] of [
      [path.join(folder, 'hunter2'), 'its file cannot be read (ENOENT)'],
      [folder, 'its file cannot be read (EISDIR)'],
      [fileWith(''), 'its file is empty'],
      [fileWith(' \n'), 'its file is empty'],
      [fileWith(`${databaseUrl}\n${databaseUrl}\n`), 'its file has more than one line'],
    ] as const)
      expect(linesOf({ ...others, [setting]: file })).toEqual([`${setting}: ${message}`]);
  });

  it('a fault in a file is reported under the variable that was set, without content and path', () => {
    const lines = linesOf({
      XUDAI_DATABASE_URL_FILE: fileWith('mysql://hunter2@host/db'),
      XUDAI_DATABASE_OWNER_URL_FILE: fileWith('hunter2'),
      XUDAI_EVENT_STORE_URL_FILE: path.join(folder, 'hunter2'),
      XUDAI_BOOTSTRAP_KEY_FILE: fileWith('xk_hunter2'),
    });
    expect(lines.map((line) => line.slice(0, line.indexOf(':'))).toSorted()).toEqual(
      secretSettings.map(fileSettingOf).toSorted(),
    );
    expect(lines.join('\n')).not.toContain('hunter2');
  });
});
