import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankWithKey } from '../support/asking.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey } from '../support/running-registry.js';
import { fileOf } from '../support/submitting.js';

/* What `npm pack` makes is installed in an empty folder elsewhere, and runs there with nothing of this folder. */

const bank = 'C1010211000012';
const run = promisify(execFile);

describe('the package', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-package-'));
  const there = path.join(folder, 'there');
  // A start that the account of PostgreSQL may pass through; a home without profiles.
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    XDG_CONFIG_HOME: path.join(folder, 'home'),
  };
  let registry: ChildProcess;
  let said = '';
  let base: string;

  const xudai = (args: readonly string[], input = '') =>
    new Promise<{ readonly code: number; readonly stdout: string }>((ended) => {
      const child = execFile('npx', ['xudai', ...args], { cwd: there, env }, (error, stdout) =>
        ended({ code: Number(error?.code ?? 0), stdout }),
      );
      child.stdin?.end(input);
    });

  beforeAll(async () => {
    mkdirSync(there);
    await run('npm', ['pack', '--pack-destination', folder]);
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', ['install', ...options, path.join(folder, file)], { cwd: there, env });
  }, 600_000);

  afterAll(async () => {
    if (registry?.exitCode === null) {
      registry.kill('SIGTERM');
      await once(registry, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  it('carries what runs, and neither sources nor anything of tests', () => {
    const files = readdirSync(path.join(there, 'node_modules/xudai'), { recursive: true, encoding: 'utf8' });
    expect(files).toContain('dist/apps/registry/src/main.js');
    expect(
      files.filter((name) => /\.spec\.|(^|\/)testing\/|^(test|libs)\/|\.ts$|launcher\/test/.test(name)),
    ).toEqual([]);
  });

  it('says what it does', async () => {
    const { code, stdout } = await xudai(['--help']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('submit')]);
  });

  it('starts a registry that keeps its data where it is called', async () => {
    registry = spawn(path.join(there, 'node_modules/.bin/xudai'), ['start', '--port', '0'], {
      cwd: there,
      env: { ...env, XUDAI_BOOTSTRAP_KEY: administratorsKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [registry.stdout, registry.stderr])
      stream?.on('data', (text: Buffer) => (said += String(text)));
    for (let waited = 0; !said.includes('ready at '); waited += 200) {
      if (waited > 120_000 || registry.exitCode !== null) throw new Error(said);
      await later(200);
    }
    base = /ready at (\S+)/.exec(said)?.[1] ?? '';
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    expect(readdirSync(path.join(there, '.xudai'))).toContain('signing-key.pem');
  });

  it('submits files to it', async () => {
    const key = await bankWithKey(base, bank);
    await xudai(['profile', 'set', 'default', '--address', base], `${key}\n`);
    writeFileSync(path.join(there, 'loans.ndjson'), fileOf([issuedLoan(bank, 'P1', 1)]));
    const { code, stdout } = await xudai(['submit', 'loans.ndjson']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 report: 1 recorded')]);
    expect(readFileSync(path.join(there, 'loans.ndjson.receipt.json'), 'utf8')).toContain(
      '"signature":"— xudai ',
    );
  });
});
