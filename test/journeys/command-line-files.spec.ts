import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Submission } from '#contract';
import { issuedLoan } from '../support/reports.js';
import { fileOf } from '../support/submitting.js';
import { north } from '../support/three-banks.js';
import { xudaiOfBank } from '../support/xudai-command.js';

/* Which files `xudai submit` sends, what it counts, and what it writes beside them. */

interface Answer extends Pick<Submission, 'reports' | 'recorded' | 'refused'> {
  readonly files: readonly {
    readonly file: string;
    readonly sameAs: string | null;
    readonly receipt: string | null;
    readonly refusals: string | null;
    readonly notWritten: readonly string[];
  }[];
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
}

describe('files that xudai submits', () => {
  const { command } = xudaiOfBank(north);
  const { run: xudai, file, home } = command;
  let loan = 0;

  const right = () => issuedLoan(north, `F${(loan += 1)}`, loan);
  const wrong = () => ({ ...right(), source: '/institutions/C1010511000015' });
  const submitted = async (...args: readonly string[]): Promise<readonly [number, Answer, string]> => {
    const { code, stdout, stderr } = await xudai(['submit', '--json', ...args]);
    return [code, JSON.parse(stdout || stderr) as Answer, stderr];
  };
  const within = (folder: string): readonly string[] => readdirSync(path.join(home, folder)).toSorted();

  it('are those that links of a folder lead to as well; whatever else bears such a name is told with the reason', async () => {
    const folder = path.join(home, 'linked');
    file('linked/1.ndjson', fileOf([right()]));
    symlinkSync(file('elsewhere/data', fileOf([right()])), path.join(folder, '2.ndjson'));
    symlinkSync('nowhere', path.join(folder, '3.ndjson'));
    symlinkSync('4.ndjson', path.join(folder, '4.ndjson'));
    symlinkSync(path.join(home, 'elsewhere'), path.join(folder, '5.csv'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', path.join(folder, '6.ndjson')]);
    const [code, { files, leftOut, reports }] = await submitted(folder);
    expect([code, reports]).toEqual([0, 2]);
    expect(files.map((each) => path.basename(each.file))).toEqual(['1.ndjson', '2.ndjson']);
    expect(leftOut.map((each) => [path.basename(each.file), each.why])).toEqual([
      ['3.ndjson', 'it is a link to what is not there'],
      ['4.ndjson', 'it cannot be read (ELOOP)'],
      ['5.csv', 'it is a link to a folder'],
      ['6.ndjson', 'it is a pipe (FIFO), not a file'],
    ]);
    expect(lstatSync(path.join(folder, '2.ndjson.receipt.json')).isFile()).toBe(true);
    const pipe = await xudai(['submit', path.join(folder, '6.ndjson')]);
    expect(pipe).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a pipe (FIFO): a file is read'),
    });
    mkdirSync(path.join(home, 'links'));
    symlinkSync('nowhere', path.join(home, 'links/1.ndjson'));
    expect(await xudai(['submit', path.join(home, 'links')])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no file of reports[^]*1\.ndjson is left out: it is a link to what is/),
    });
  });

  it('count once, however often one is named', async () => {
    const [first, same] = [
      file('once/1.ndjson', fileOf([right(), wrong()])),
      path.join(home, 'once/2.ndjson'),
    ];
    file('once/2.ndjson', readFileSync(first));
    const [code, { reports, recorded, refused, files }, told] = await submitted(
      first,
      first,
      './once/1.ndjson',
      same,
    );
    expect([code, reports, recorded, refused]).toEqual([1, 2, 1, 1]);
    expect(files.map(({ sameAs }) => sameAs)).toEqual([null, first, first, first]);
    expect(told).toContain(`${same} is the same submission as ${first}, and counts once`);
    expect(told).not.toContain('received before');
  });

  it('keep receipt and refusals while they are tried, and lose them when they are not those files any more', async () => {
    const sent = file('tried/1.ndjson', fileOf([right(), wrong()]));
    await submitted(sent);
    const written = ['1.ndjson', '1.ndjson.receipt.json', '1.ndjson.refusals.ndjson'];
    const kept = written.slice(1).map((name) => readFileSync(path.join(home, 'tried', name), 'utf8'));
    file('tried/1.ndjson', fileOf([right()]));
    expect((await submitted('--dry-run', sent))[0]).toBe(0);
    file('tried/1.ndjson', fileOf([wrong(), wrong()]));
    expect((await submitted('--dry-run', sent))[0]).toBe(1);
    expect(within('tried')).toEqual(['1.ndjson', '1.ndjson.dry-run.refusals.ndjson', ...written.slice(1)]);
    expect(written.slice(1).map((name) => readFileSync(path.join(home, 'tried', name), 'utf8'))).toEqual(
      kept,
    );
    // Refused whole by the registry, and by the command.
    for (const content of [`${'x'.repeat(2_000)}\u0000`, 'id,subject\r\n"a']) {
      const csv = file('refused/1.csv', 'id,subject,effectiveDate,amount\r\nr1,S1,2024-01-02,1.00\r\n');
      await submitted('--type', 'loan.repaid', csv);
      expect(within('refused')).toContain('1.csv.receipt.json');
      file('refused/1.csv', content);
      const [code, , told] = await submitted('--type', 'loan.repaid', csv).catch(() => [1, null, '']);
      expect([code, within('refused')]).toEqual([1, ['1.csv']]);
      expect(told).toEqual(expect.any(String));
    }
  });

  it('have their outcome told where nothing can be written beside one of them, and the others are sent', async () => {
    file('full/1.ndjson', fileOf([right(), wrong()]));
    file('full/1.ndjson.refusals.ndjson/x', '');
    file('full/1.ndjson.receipt.json/x', '');
    file('full/2.ndjson', fileOf([right()]));
    const [code, { reports, refused, files }, told] = await submitted(path.join(home, 'full'));
    expect([code, reports, refused]).toEqual([1, 3, 1]);
    expect(files.map(({ refusals, receipt }) => [refusals, receipt === null])).toEqual([
      [null, true],
      [null, false],
    ]);
    expect(files[0]?.notWritten).toHaveLength(2);
    expect(told).toMatch(/beside \S+1\.ndjson not all could be written: E\S+/);
    expect(within('full').filter((name) => name.startsWith('.'))).toEqual([]);
    rmSync(path.join(home, 'full/1.ndjson.refusals.ndjson'), { recursive: true });
    const { stdout } = await xudai(['submit', path.join(home, 'full/1.ndjson')]);
    expect(stdout).toMatch(/2 reports: 1 recorded[^]*what was refused, line by line: \S+1\.ndjson\.refusals/);
  });

  it('have a receipt of their own where a link stood', async () => {
    const foreign = file('foreign/contract.txt', 'kept');
    const sent = file('link/1.ndjson', fileOf([right()]));
    symlinkSync(foreign, path.join(home, 'link/1.ndjson.receipt.json'));
    expect((await submitted(sent))[0]).toBe(0);
    expect(readFileSync(foreign, 'utf8')).toBe('kept');
    expect(lstatSync(path.join(home, 'link/1.ndjson.receipt.json')).isSymbolicLink()).toBe(false);
  });

  it('are named without moving the terminal', async () => {
    const name = 'a\u001b[2J\u202e\nxudai: 9 reports.ndjson';
    const sent = file(name, fileOf([wrong()]));
    for (const args of [[sent], ['--json', sent], [`${sent}.none.ndjson`], [`${sent}.txt`]]) {
      const { stdout, stderr } = await xudai(['submit', ...args]);
      expect(stdout + stderr).toContain('a\\u001b[2J\\u202e\\');
      expect(['\u001b', '\u202e', '\nxudai: 9'].filter((raw) => (stdout + stderr).includes(raw))).toEqual([]);
    }
  });
});
