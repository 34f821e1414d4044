import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/processes.js';

/* The port that was free when the start looked may be another program's when the registry wants to listen: two starts at once do that. */

/** Answers every question as a registry that is ready would. */
const anotherRegistry = () => createServer((_, answer) => answer.end('{"status":"ready"}'));

describe('a start whose port another registry takes meanwhile', () => {
  let folder: string;
  const other = anotherRegistry();

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-port-'));
    chmodSync(folder, 0o711);
  });
  afterEach(() => {
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends as refused, and does not call itself ready', async () => {
    const port = await freePort();
    const start = spawn(process.execPath, ['apps/cli/launcher/start.mjs', '--port', String(port)], {
      env: { ...process.env, XUDAI_DATA_DIR: path.join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    start.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      // The port was looked at before this line; the registry begins after the database.
      if (!other.listening && shown.includes('starting PostgreSQL')) other.listen(port, '127.0.0.1');
      // A start that takes the other for its own registry would run on.
      if (shown.includes('ready at')) start.kill('SIGINT');
    });
    const [exitCode] = (await once(start, 'close')) as [number | null];
    expect(shown).not.toContain('ready at');
    expect(shown).toContain('another program has it');
    expect(exitCode).toBe(2);
  });
});
