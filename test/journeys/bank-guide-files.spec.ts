import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#canonical-json';
import { testDatabase, type TestDatabase } from '#testing';
import { bankWithKey } from '../support/asking.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* The commands of the bank guide's section on files, word for word, in bash, against real processes. */

const guide = readFileSync('docs/guides/bank.md', 'utf8');
const section = guide.slice(guide.indexOf('\n## Files\n'), guide.indexOf('\n## Trying it out\n'));
const commands = [...section.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(([, block]) => block ?? '');
const pick = /^pick\(\) .*$/m.exec(readFileSync('README.md', 'utf8'))?.[0] ?? '';

const bank = 'C1010211000012';

describe("the bank guide's files", () => {
  let database: TestDatabase;
  let processes: RunningProcess[];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-files-'));
  let session: { readonly status: number | null; readonly stdout: string; readonly stderr: string };

  beforeAll(async () => {
    database = await testDatabase();
    const registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    const key = await bankWithKey(registry.base, bank);
    const script = [`BASE=${registry.base}`, `BANK=${key}`, pick, ...commands].join('\n');
    session = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 150_000,
    });
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const written = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

  it('are sent, followed to their end, and have refusals and a receipt', () => {
    expect([session.status, session.stderr]).toEqual([0, '']);
    expect(commands.length).toBeGreaterThanOrEqual(6);
    expect(JSON.parse(written('submission.json'))).toMatchObject({ institution: bank, reports: 3 });
    const followed = /^data: (.*)$/m.exec(session.stdout)?.[1] ?? '';
    expect(JSON.parse(followed)).toMatchObject({ status: 'COMPLETED', read: 3, recorded: 2, refused: 1 });
    expect(written('refusals.csv')).toMatch(/^\ufeffline,.*\r\n3,2024-06-03-000002,REF-R02,\/subject,/);
    expect(session.stdout.split('\n')).toContain('2');
  });

  it('have receipts that OpenSSL finds signed by the registry, and not once a digit is another', () => {
    expect(session.stdout.split('\n')).toContain('Signature Verified Successfully');
    const signed = written('signed.json');
    expect(signed).toMatch(/"recorded":2,/);
    writeFileSync(path.join(folder, 'signed.json'), signed.replace('"recorded":2,', '"recorded":3,'));
    const [check = ''] = /^openssl pkeyutl .*$/m.exec(commands.join('')) ?? [];
    const { status, stdout } = spawnSync('bash', ['-c', check], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout.trim()]).toEqual([1, 'Signature Verification Failure']);
  });

  it('have receipts that a program may write anew', () => {
    const { signature: _, ...receipt } = JSON.parse(written('receipt.json'));
    const signed = `${canonicalJson(receipt)}\n`;
    expect(signed.replace('"recorded":2,', '"recorded":3,')).toBe(written('signed.json'));
  });

  it('are made of a template as well', () => {
    const [last = ''] = session.stdout.trim().split('\n').slice(-1);
    expect(JSON.parse(last)).toMatchObject({
      format: 'CSV',
      reportType: 'xudai.loan.repaid.v1',
      reports: 1,
    });
    expect(written('repayments.csv').split('\r\n')).toHaveLength(3);
  });
});
