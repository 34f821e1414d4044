import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/* `npm run demo` over a thousandth of a year, stopped by Ctrl-C, and started again. */

describe('the demo', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-demo-'));
    chmodSync(folder, 0o711);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const shown = async (): Promise<{ readonly code: number | null; readonly text: string }> => {
    const demo = spawn(process.execPath, ['apps/cli/launcher/demo.mjs', '--port', '0'], {
      env: { ...process.env, XUDAI_DATA_DIR: path.join(folder, 'data'), DEMO_SCALE: '0.001' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const ended = once(demo, 'exit') as Promise<[number | null]>;
    for (const stream of [demo.stdout, demo.stderr])
      stream.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        if (/the year is there|could not be filled/.test(more)) demo.kill('SIGINT');
      });
    const [code] = await ended;
    return { code, text };
  };

  it('shows the targets of a year that came through the interface, and again at the next start', async () => {
    const keys: string[] = [];
    for (const start of ['first', 'second']) {
      const { code, text } = await shown();
      expect([start, code]).toEqual([start, 0]);
      expect(text).toMatch(/SH24-RENEW .* 1,\d{3},\d{3},\d{3}\.\d\d .* achieved/);
      expect(text).toMatch(/SH(?!24)\d\d-RENEW .* \d{2,3},\d{3},\d{3}\.\d\d /);
      expect(text).toContain('the year is there');
      const lies = /sign in with the administrator's key, which lies in (.+)/.exec(text)?.[1] ?? '';
      expect(readFileSync(lies, 'utf8')).toMatch(/^xk_demo_[0-9a-f]{40}$/);
      expect(text).not.toContain('shown this once and kept nowhere');
      const file = path.join(folder, 'data/demo/keys.json');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      keys.push(readFileSync(file, 'utf8'));
    }
    expect(keys[1]).toBe(keys[0]);
  }, 600_000);
});
