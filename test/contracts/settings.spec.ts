import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/* Settings are checked on start, with one readable message for all that is wrong. */

const start = (env: Readonly<Record<string, string>>) =>
  spawnSync(process.execPath, ['dist/apps/registry/src/main.js'], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 20_000,
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
