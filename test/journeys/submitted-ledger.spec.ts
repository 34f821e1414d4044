import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Submission, SubmissionReceipt } from '#contract';
import { usccOf } from '../support/reports.js';
import { parseCsv } from '../support/csv.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { XudaiCommand } from '../support/xudai-command.js';

/*
 * A ledger out of somebody's spreadsheet, submitted by who has read nothing but `--help`: each step takes only what the command said
 * before. The ledger is made up; its form and its dirt are those of a public one.
 */

const authority = 'C1010211000012';

const ledger = `Date,Entity,Type,Amount,Program,Description
10/28/2008,First Made-up Bank,Purchase,15000000000,CPP,Purchase - Preferred Stock w/ Warrants
1/9/2009,"Example Holdings, Inc.",Purchase,3000000000,CPP,Purchase - Preferred Stock w/ Warrants
1/9/2009,"Example Holdings, Inc.",Purchase,3000000000,CPP,Purchase - Preferred Stock w/ Warrants
2/13/2009,Brown &amp; Sons,Loan,884024131,AIFP,Loan
2/17/2009,First Made-up Bank,Dividend,106875000,CPP,Dividend
3/3/2009,Nobody&#039;s Motors,Loan,0,AIFP,Loan
4/6/2009,Green Servicing,Subsidy,180000000,,Subsidy
5/1/2009,Unnamed Trust,,1000,CPP,
6/10/2009,"Example Holdings, Inc.",Refund,3000000000,CPP,Refund
7/8/2009,Green Servicing,Subsidy,20000000,MHA,Subsidy
`;

const outlays = parseCsv(ledger)
  .slice(1)
  .filter(([, , type = '']) => ['Purchase', 'Loan', 'Subsidy'].includes(type));

type Row = Readonly<Record<string, string>>;

describe('a ledger submitted by who has read --help alone', () => {
  const command = new XudaiCommand();
  const { run: xudai, file } = command;
  let registry: RunningRegistry;
  let columns: readonly string[];

  const sheet = (rows: readonly Row[]): string =>
    [columns, ...rows.map((row) => columns.map((name) => `"${row[name] ?? ''}"`))]
      .map((cells) => `${cells.join()}\r\n`)
      .join('');

  /** What is wrong, by line of the file. */
  const refusalsBeside = (sent: string): readonly Row[] => {
    const [head = [], ...lines] = parseCsv(
      readFileSync(`${sent}.refusals.csv`, 'utf8').replace(/^\ufeff/, ''),
    );
    return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
  };

  const defined = async (code: string): Promise<void> => {
    const answer = await registry.ask('put', `/v1/bailout/programmes/${code}`, {
      key: await registry.keyFor('supervisor'),
      body: { name: { zh: code, en: code }, from: '2008-01-01', to: '2013-12-31' },
    });
    expect(answer.status).toBe(201);
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    const key = await registry.bank(authority, { kind: 'AUTHORITY' });
    await command.setProfile('default', key, `http://127.0.0.1:${registry.port}`);
    await defined('CPP');
  });
  afterAll(async () => {
    await registry.close();
    command.remove();
  });

  it('is told that a type is wanted, which there are, and which columns', async () => {
    const sent = file('ledger.csv', ledger);
    const untyped = await xudai(['submit', sent]);
    expect(untyped).toMatchObject({ code: 2, stderr: expect.stringMatching(/--type .*xudai template/) });
    const guessed = await xudai(['submit', '--type', 'bailout', sent]);
    expect(guessed).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no type bailout of CSV files: .*bailout\.disbursed/),
    });
    // Told before anything is read or sent.
    expect(guessed.stderr).not.toContain('is sent');
    const other = await xudai(['submit', '--type', 'xudai.bailout.disbursed.v1', sent]);
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/templates\/xudai\.bailout\.disbursed\.v1\.csv[^]*column id is missing/),
    });
    expect((await xudai(['submit', '--help'])).stdout).toContain('xudai template TYPE');
    const { stdout } = await xudai(['template', 'bailout.disbursed']);
    columns = (stdout.split(/\r?\n/)[0] ?? '').split(',');
    expect(columns).toEqual(expect.arrayContaining(['id', 'subject', 'programme', 'amount']));
  });

  it('is told of every cell that is not as it should be, and what to do about it', async () => {
    const plain = outlays.map(([day = '', entity = '', type = '', amount = '', programme = ''], no) => ({
      id: `outlay-${no}`,
      subject: `D-${no}`,
      effectiveDate: day,
      programme,
      kind: type,
      'borrower.idType': 'USCC',
      'borrower.id': usccOf(entity.length),
      'borrower.kind': 'ENTERPRISE',
      'borrower.size': 'LARGE',
      'borrower.district': 'Shanghai',
      'borrower.industry': 'J66',
      'borrower.name': entity,
      amount,
    }));
    const sent = file('first.csv', sheet(plain));
    const first = await xudai(['submit', '--dry-run', '--type', 'bailout.disbursed', sent]);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringMatching(/SCH-R01 +7 +See which place/) });
    const told = refusalsBeside(`${sent}.dry-run`);
    const saidOf = (pointer: string): string =>
      told.find((refusal) => refusal['pointer'] === pointer)?.['message.en'] ?? '';
    expect(saidOf('/data/effectiveDate')).toContain('YYYY-MM-DD');
    expect(saidOf('/data/amount')).toContain('two decimals');
    expect(saidOf('/data/programme')).toBe('is missing: must be given as string');
    const [kind = ''] = /[A-Z_]+/.exec(saidOf('/data/kind')) ?? [];

    const mended = plain.map(({ effectiveDate, amount, ...row }) => {
      const [month = '', day = '', year = ''] = effectiveDate.split('/');
      const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
      return { ...row, effectiveDate: iso, amount: `${amount}.00`, kind };
    });
    const second = file('second.csv', sheet(mended.filter(({ programme }) => programme !== '')));
    await xudai(['submit', '--dry-run', '--type', 'bailout.disbursed', second]);
    const [unknown = {}] = refusalsBeside(`${second}.dry-run`);
    expect(unknown).toMatchObject({ rule: 'REF-R01', pointer: '/data/borrower/district' });
    const [district = ''] = /\d{6}/.exec(unknown['cure.en'] ?? '') ?? [];

    const third = file(
      'third.csv',
      sheet(
        mended
          .filter(({ programme }) => programme !== '')
          .map((row) => ({ ...row, 'borrower.district': district })),
      ),
    );
    const last = await xudai(['submit', '--type', 'bailout.disbursed', third]);
    expect(last.stdout).toContain('6 reports: 3 recorded, 0 recorded before, 3 refused');
    expect(refusalsBeside(third).map(({ line, rule }) => [line, rule])).toEqual([
      ['5', 'BLO-R01'],
      ['6', 'BLO-R01'],
      ['7', 'BLO-R01'],
    ]);
    await defined('AIFP');
    await defined('MHA');
    // What may pass later is not decided anew by itself: the same file is the same submission.
    const same = await xudai(['submit', '--type', 'bailout.disbursed', third]);
    expect(same.stderr).toMatch(/received before.*add an empty line/);
    const fourth = file('fourth.csv', `${readFileSync(third, 'utf8')}\r\n`);
    const again = await xudai(['submit', '--json', '--type', 'bailout.disbursed', fourth]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      recorded: 2,
      repeated: 3,
      refused: 1,
      byRule: { 'BLO-R05': 1 },
    } satisfies Partial<Submission>);
    const receipt = JSON.parse(readFileSync(`${fourth}.receipt.json`, 'utf8')) as SubmissionReceipt;
    expect(receipt.totals).toEqual([
      expect.objectContaining({ type: 'xudai.bailout.disbursed.v1', sum: '21904024131.00' }),
    ]);
  });
});
