import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* On a crowded machine the projector may begin long after the registry. The answer to a change waits for it, and no longer than ten seconds. */

describe('a start whose projector begins late', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-late-'));
    chmodSync(folder, 0o711);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is ready once the projector follows, so that the first change is answered', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const [held, released] = [path.join(folder, 'held.cjs'), path.join(folder, 'released')];
    writeFileSync(
      held,
      `const nap = new Int32Array(new SharedArrayBuffer(4));
       if (/projector.src.main\\.js$/.test(process.argv[1]))
         while (!require('node:fs').existsSync(${JSON.stringify(released)})) Atomics.wait(nap, 0, 0, 50);`,
    );
    const start = spawn(process.execPath, ['apps/cli/launcher/start.mjs', '--port', String(port)], {
      env: {
        ...process.env,
        NODE_OPTIONS: `--require ${JSON.stringify(held)}`,
        XUDAI_DATA_DIR: path.join(folder, 'data'),
        XUDAI_BOOTSTRAP_KEY: administratorsKey,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(start, 'close');
    let shown = '';
    start.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
      while (start.exitCode === null && !(await isSo())) await later(100);
    };
    await until(async () => (await fetch(`${address}/readyz`).catch(() => undefined))?.ok === true);
    await later(1_000);
    expect(shown).not.toContain('ready at');
    writeFileSync(released, '');
    await until(() => shown.includes('ready at'));
    const answer = await fetch(`${address}/v1/institutions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administratorsKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'C1010211000012', name: { zh: '行', en: 'Bank' }, kind: 'BANK' }),
    });
    start.kill('SIGINT');
    await ended;
    expect(answer.status).toBe(201);
  });
});
