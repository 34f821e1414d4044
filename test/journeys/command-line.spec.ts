import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Replay, Submission } from '#contract';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { fileOf } from '../support/submitting.js';
import { north } from '../support/three-banks.js';
import { XudaiCommand } from '../support/xudai-command.js';

const launcher = path.resolve('apps/cli/launcher/xudai.mjs');

describe('xudai', () => {
  const command = new XudaiCommand();
  const { home, run: xudai, file } = command;
  let registry: RunningRegistry;
  let address: string;

  const answered = async <Answer>(args: readonly string[]): Promise<Answer> => {
    const { stdout, stderr } = await xudai([...args, '--json']);
    expect({ stdout: stdout.startsWith('{'), stderr }).toMatchObject({ stdout: true });
    return JSON.parse(stdout) as Answer;
  };
  const profiles = path.join(home, 'xudai', 'profiles.json');

  beforeAll(async () => {
    registry = await runningRegistry();
    const { port } = registry;
    address = `http://127.0.0.1:${port}`;
    for (const [name, key] of [
      ['default', await registry.bank(north)],
      ['admin', await registry.keyFor('admin')],
      ['auditor', await registry.keyFor('auditor')],
    ] as const)
      expect((await xudai(['profile', 'set', name, '--address', address], `${key}\n`, launcher)).code).toBe(
        0,
      );
  });
  afterAll(async () => {
    await registry.close();
    command.remove();
  });

  it('keeps keys in a file that only its owner can read, and shows none', async () => {
    const { stdout } = await xudai(['profile', 'list']);
    expect(stdout).toMatch(/default +http:\S+ +kept/);
    expect(stdout).not.toContain('xk_');
    chmodSync(profiles, 0o644);
    const seen = await xudai(['status']);
    expect([seen.code, seen.stderr]).toEqual([1, expect.stringContaining('chmod 600')]);
    chmodSync(profiles, 0o600);
  });

  it('tells usage, the registry out of reach and a no by its exit code', async () => {
    expect((await xudai(['--help'])).code).toBe(0);
    expect((await xudai(['submit'])).code).toBe(2);
    expect((await xudai(['colour'])).code).toBe(2);
    expect((await xudai(['status', '--profile', 'nobody'])).code).toBe(2);
    await xudai(['profile', 'set', 'away', '--address', 'http://127.0.0.1:1', '--no-key']);
    expect((await xudai(['status', '--profile', 'away'])).code).toBe(3);
    expect((await xudai(['submit', file('a.ndjson', '{}'), '--profile', 'away'])).code).toBe(3);
    const foreign = await xudai(['keys', 'list']);
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('403')]);
  });

  it('sends files and folders, and writes what was refused and the receipt beside them', async () => {
    const first = file('year/1.ndjson', fileOf([issuedLoan(north, 'X1', 1), issuedLoan(north, 'X2', 2)]));
    const second = file(
      'year/2.ndjson',
      fileOf([renewedLoan(north, 'X1', 1), renewedLoan(north, 'X2', 2), '{"half":']),
    );
    const { code, stdout } = await xudai(['submit', path.join(home, 'year')]);
    expect(code).toBe(1);
    expect(stdout).toContain('5 reports: 3 recorded, 0 recorded before, 2 refused');
    expect(stdout).toMatch(/RNW-R\d\d +1/);
    const refusals = readFileSync(`${second}.refusals.ndjson`, 'utf8').trim().split('\n');
    expect(refusals.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual([2, 3]);
    expect(JSON.parse(readFileSync(`${first}.receipt.json`, 'utf8'))).toMatchObject({
      recorded: 2,
      refused: 0,
    });
    const again = await answered<Submission>(['submit', first]);
    expect(again).toMatchObject({ reports: 2, recorded: 2, refused: 0 });
  });

  it('sends a CSV file of a type, counting its records and not its lines', async () => {
    expect((await xudai(['submit', '--help'])).stdout).toMatch(/xudai\s+template/);
    expect((await xudai(['template'])).stdout.split('\n')).toContain('loan.repaid');
    expect((await xudai(['template', 'loan.lent'])).code).toBe(2);
    const made = await xudai(['template', 'loan.repaid']);
    const [head = ''] = made.stdout.split(/\r?\n/);
    const columns = head.split(',');
    expect(columns.slice(0, 4)).toEqual(['id', 'subject', 'time', 'effectiveDate']);
    const row = { id: '"r\n1"', subject: 'X1', effectiveDate: '2024-06-03', amount: '1.00' } as Record<
      string,
      string
    >;
    const csv = file('repaid.csv', `${columns.join()}\n${columns.map((name) => row[name] ?? '').join()}\n`);
    expect((await xudai(['submit', csv])).code).toBe(2);
    const sent = await answered<Submission>(['submit', csv, '--type', 'loan.repaid', '--dry-run']);
    expect(sent).toMatchObject({ reports: 1, dryRun: true });
  });

  it('tells how the registry is, and what is not well', async () => {
    const status = await answered<{ readonly ready: boolean }>(['status', '--profile', 'admin']);
    expect(status).toMatchObject({ ready: true, address, checks: expect.any(Array) });
    const { code, stdout } = await xudai(['doctor']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('ok   key')]);
  });

  it('shows figures, facts, and that they follow from each other', async () => {
    const { stdout } = await xudai(['progress', 'SH24', '--effective-as-of', '2024-12-31']);
    expect(stdout).toMatch(/SH24-RENEW .*1,000,000\.00/);
    const facts = await xudai(['facts', '--type', 'LoanRenewed', '--profile', 'auditor']);
    expect(facts.stdout.trim().split('\n')).toHaveLength(1);
    const { code, stdout: told } = await xudai(['replay', 'SH24', '--profile', 'auditor', '--json']);
    expect([code, (JSON.parse(told) as Replay).verdict]).toEqual([0, 'equal']);
  });

  it('keeps institutions and keys', async () => {
    const admin = ['--profile', 'admin'];
    const registered = ['institutions', 'register', 'C1010511000015', '--name-en', 'West', '--name-zh', '西'];
    expect((await xudai([...registered, ...admin])).code).toBe(0);
    expect((await xudai(['institutions', 'list', ...admin])).stdout).toContain('C1010511000015');
    const issued = await xudai(['keys', 'issue', '--role', 'auditor', '--label', 'spare', ...admin]);
    expect(issued.stdout).toMatch(/^xk_\w+\n$/);
    const id = issued.stdout.split('_')[1] ?? '';
    expect((await xudai(['keys', 'revoke', id, ...admin])).code).toBe(0);
    expect((await xudai(['keys', 'list', ...admin])).stdout).toMatch(new RegExp(`${id} .*revoked`));
  });

  it('builds a projection anew beside the live one', async () => {
    const { code, stdout } = await xudai(['rebuild', 'loan-book', '--profile', 'admin']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/loan-book was switched at fact \d+; 0 rows/)]);
  });

  it('completes commands and options in a shell', async () => {
    const { stdout } = await xudai(['completion']);
    const completed = (...words: readonly string[]) =>
      new Promise<string>((done) => {
        const script = `${stdout}
COMP_WORDS=(xudai ${words.join(' ')} '') COMP_CWORD=${words.length + 1}; _xudai; echo "\${COMPREPLY[@]}"`;
        execFile('bash', ['--norc', '-c', script], { cwd: home }, (_error, out) => done(out));
      });
    expect(await completed('keys')).toContain('list issue revoke');
    expect(await completed('keys', 'issue', '--role', 'bank')).toMatch(
      /--role --label --institution .*--json/,
    );
    // Behind what a command is given as well.
    expect(await completed('submit', 'some/file.ndjson', '--type', 'loan.issued')).toMatch(
      /--dry-run --patience/,
    );
    for (const [words, taken] of [
      ['submit --type', 'loan.issued loan.renewed'],
      ['submit a.csv --dry-run --type', 'bailout.disbursed'],
      ['template', 'indicator.reported'],
      ['facts --from 1 --type', 'LoanRenewed'],
      ['keys issue --role', 'bank supervisor auditor admin'],
      ['institutions register --kind', 'BANK INSURER GUARANTOR AUTHORITY'],
      ['rebuild', 'loan-book'],
    ] as const) {
      const found = await completed(...words.split(' '));
      expect([words, found]).toEqual([words, expect.stringContaining(taken)]);
      if (words.includes('--')) expect(found).not.toContain('--json');
    }
    expect(await xudai(['completion', '--profiles'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^admin$/m),
    });
    const help = await xudai(['generate', '--help']);
    const options = new Set(help.stdout.match(/(?<=\n {2})--[a-z]+/g));
    expect(options.size).toBeGreaterThan(5);
    for (const option of options) expect(await completed('generate')).toContain(option);
  });

  it('tells its version, and in each help with what it ends', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(await xudai(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
    for (const words of ['', 'submit', 'facts', 'keys', 'keys issue', 'generate', 'doctor']) {
      const args = [...words.split(' ').filter((word) => word !== ''), '--help'];
      expect((await xudai(args)).stdout).toMatch(/Exit codes: 0 done; 1 .*; 2 wrong use; 3 .*reached/);
    }
    for (const name of ['start', 'demo']) {
      const { code, stdout } = await xudai([name, '--help'], '', launcher);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/--json[^]*Exit codes: 0 /)]);
    }
  });
});
