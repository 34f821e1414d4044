import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Submission } from '#contract';
import { issuedLoan } from '../support/reports.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { fileOf } from '../support/submitting.js';
import { north } from '../support/three-banks.js';
import { XudaiCommand } from '../support/xudai-command.js';

/* What `xudai` says to who uses it wrongly: what is wrong, and what to do about it. */

describe('xudai, used wrongly', () => {
  const command = new XudaiCommand();
  const { run: xudai, file, home } = command;
  let registry: RunningRegistry;
  let address: string;

  const set = (name: string, key: string, at = address) => command.setProfile(name, key, at);

  beforeAll(async () => {
    registry = await runningRegistry();
    address = `http://127.0.0.1:${registry.port}`;
    await set('default', await registry.bank(north));
  });
  afterAll(async () => {
    await registry.close();
    command.remove();
  });

  it.each([
    ['an option', ['submit', '--colour', 'a.ndjson'], /unknown option '--colour'/],
    ['a value', ['submit', '--patience', 'long', 'a.ndjson'], /whole seconds/],
    ['a missing option', ['institutions', 'suspend', north], /--reason/],
    ['a missing argument', ['progress'], /missing required argument 'programme'/],
    ['a command', ['colour'], /unknown command 'colour'/],
  ])('tells %s, and that --help says more', async (_what, args, said) => {
    const { code, stderr } = await xudai(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(stderr).toMatch(/^xudai: [^]*--help/);
  });

  it('takes no key that is none, and says whose key is missing or of no use', async () => {
    expect(await set('mistyped', 'the key')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('That is no key'),
    });
    expect((await xudai(['profile', 'list'])).stdout).not.toContain('mistyped');
    const without = await set('keyless', '');
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('No key was given') });
    expect((await xudai(['profile', 'list'])).stdout).not.toContain('keyless');
    await xudai(['profile', 'set', 'keyless', '--address', address, '--no-key']);
    await set('foreign', `xk_other_${'a1'.repeat(16)}`);
    for (const [name, said] of [
      ['keyless', 'Profile keyless has no key: xudai profile set keyless --address URL'],
      ['foreign', 'The key of profile foreign is none of this registry, has expired or was revoked'],
    ] as const)
      for (const args of [['progress', 'SH24'], ['keys', 'list'], ['doctor']]) {
        const { code, stdout, stderr } = await xudai([...args, '--profile', name]);
        expect([args, code, stdout + stderr]).toEqual([args, 1, expect.stringContaining(said)]);
      }
    const { stderr } = await xudai(['keys', 'list']);
    expect(stderr).toMatch(/403 [^]*The key of profile default has another role/);
  });

  it('says of a type without columns how it is sent', async () => {
    for (const args of [
      ['template', 'event.corrected'],
      ['submit', '--type', 'xudai.event.corrected.v1', file('c.csv', 'id')],
    ]) {
      const { code, stderr } = await xudai(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining('Corrections are sent as NDJSON')]);
    }
  });

  it('takes no type of columns where there are none', async () => {
    const reports = file('typed.ndjson', JSON.stringify(issuedLoan(north, 'L-typed', 1)));
    const { code, stderr } = await xudai(['submit', '--type', 'loan.repaid', reports]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--type is of CSV files alone/)]);
  });

  it('names what there is not', async () => {
    const { code, stderr } = await xudai(['progress', 'NONE']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/404 [^]*\/v1\/programmes\/NONE/)]);
    const asJson = await xudai(['--json', 'progress', 'NONE']);
    expect([asJson.code, asJson.stdout, JSON.parse(asJson.stderr)]).toEqual([
      1,
      '',
      {
        error: {
          message: stderr.slice(7, -1),
          exitCode: 1,
          problem: expect.objectContaining({ status: 404 }),
        },
      },
    ]);
  });

  it('says that a registry cannot be reached, whatever is asked of it', async () => {
    await xudai(['profile', 'set', 'away', '--address', 'http://127.0.0.1:9', '--no-key']);
    const sent = file('a.ndjson', '{}');
    const asked = ['status', 'progress SH24', 'facts', 'keys list', 'template loan.repaid', 'doctor'];
    for (const args of [...asked.map((words) => words.split(' ')), ['submit', sent]]) {
      const { code, stdout, stderr } = await xudai([...args, '--profile', 'away']);
      expect([args, code, stdout + stderr]).toEqual([args, 3, expect.stringContaining('cannot be reached')]);
    }
  });

  it('tells before anything is sent what it cannot send', async () => {
    const right = file('right.ndjson', fileOf([issuedLoan(north, 'M1', 1)]));
    const workbook = await xudai(['submit', right, file('book.xlsx', 'PK')]);
    expect(workbook).toMatchObject({ code: 2, stderr: expect.stringContaining('save it as "CSV UTF-8') });
    expect(workbook.stderr).not.toContain('is sent');
    const nothing = await xudai(['submit', right, 'nothing.ndjson']);
    expect(nothing).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing.ndjson cannot be read'),
    });
    expect(nothing.stderr).not.toContain('is sent');
    expect(await xudai(['submit', file('cut.ndjson.gz', gzipSync('{}\n').subarray(0, 12))])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cut.ndjson.gz is not gzip, or not all of it'),
    });
    expect(await xudai(['submit', file('none.csv.gz', '')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--type'),
    });
    const unclosed = file('unclosed.csv', 'id,subject\r\n"a,b\r\n');
    expect(await xudai(['submit', '--type', 'loan.repaid', unclosed])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /unclosed\.csv is no CSV: near line \d+ a quote is opened and never closed \(RFC 4180\)\.\n$/,
      ),
    });
  });

  it('sends of a folder what are reports, tells the rest, and never what it wrote there itself', async () => {
    const folder = path.join(home, 'mixed');
    const wrong = { ...issuedLoan(north, 'M3', 3), source: '/institutions/C1010511000015' };
    file('mixed/1.ndjson', fileOf([issuedLoan(north, 'M2', 2), wrong]));
    file('mixed/book.xlsx', 'PK');
    file('mixed/.hidden', '');
    file('mixed/.x.ndjson', 'x');
    file('mixed/._0.csv', '\u0000\u0005');
    file('mixed/.git/1.ndjson', 'x');
    file('mixed/2.ndjson.gz', gzipSync(fileOf([issuedLoan(north, 'M7', 7)])));
    file('mixed/later/notes.txt', 'x');
    for (const _time of ['first', 'second']) {
      const { code, stdout, stderr } = await xudai(['submit', '--json', folder]);
      expect([code, JSON.parse(stdout) as Submission]).toMatchObject([1, { reports: 3, refused: 1 }]);
      const leftOut = stderr.split('\n').filter((line) => line.includes('left out'));
      expect(leftOut.map((line) => / (\S+) is left out/.exec(line)?.[1])).toEqual([
        path.join(folder, 'book.xlsx'),
        path.join(folder, 'later/notes.txt'),
      ]);
      expect(stderr.match(/\S+(?= is sent)/g)).toEqual(
        ['1.ndjson', '2.ndjson.gz'].map((name) => path.join(folder, name)),
      );
    }
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['1.ndjson.receipt.json', '1.ndjson.refusals.ndjson']),
    );
    expect(readFileSync(path.join(folder, '1.ndjson.refusals.ndjson'), 'utf8')).toContain('"cure":{"en":');
  });

  it('leaves no list of refusals beside a file of which nothing is refused any more', async () => {
    const folder = path.join(home, 'mended');
    const right = issuedLoan(north, 'M6', 6);
    const wrong = { ...right, source: '/institutions/C1010511000015' };
    const written = (): readonly string[] => readdirSync(folder).toSorted();
    const sent = file('mended/1.ndjson', fileOf([wrong]));
    expect((await xudai(['submit', '--dry-run', sent])).code).toBe(1);
    expect(written()).toEqual(['1.ndjson', '1.ndjson.dry-run.refusals.ndjson']);
    file('mended/1.ndjson', fileOf([right]));
    expect((await xudai(['submit', '--dry-run', sent])).code).toBe(0);
    expect(written()).toEqual(['1.ndjson']);
    file('mended/1.ndjson', fileOf([wrong]));
    for (const options of [['--dry-run'], []])
      expect((await xudai(['submit', ...options, sent])).code).toBe(1);
    expect(written()).toContain('1.ndjson.dry-run.refusals.ndjson');
    file('mended/1.ndjson', fileOf([right]));
    expect((await xudai(['submit', sent])).code).toBe(0);
    expect(written()).toEqual(['1.ndjson', '1.ndjson.receipt.json']);
  });

  it('stops at a file that is not taken, and says what was sent and what waits', async () => {
    const folder = path.join(home, 'stops');
    file('stops/1.ndjson', fileOf([issuedLoan(north, 'M4', 4)]));
    file('stops/2.csv', 'id,colour\r\n');
    file('stops/3.ndjson', fileOf([issuedLoan(north, 'M5', 5)]));
    const { code, stderr } = await xudai(['submit', '--type', 'loan.repaid', folder]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/2\.csv was not taken; of 3 files 1 were sent before it, and 1 wait\. Mend it/);
    expect(stderr).toContain('the column subject is missing');
    expect(readdirSync(folder)).not.toContain('3.ndjson.receipt.json');
  });
});
