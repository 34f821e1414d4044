import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Submission, SubmissionReceipt } from '#contract';
import { csvTemplate } from '#submissions';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { engines, registryOn } from '../support/engines.js';
import { renewedLoan, issuedLoan } from '../support/reports.js';
import type { RunningRegistry } from '../support/running-registry.js';
import { decided, digestHeader, fileOf, submit } from '../support/submitting.js';

/* A bank's year as files: tried dry, sent, mended and sent again; repayments as a spreadsheet; and the target that they move. */

const bank = 'C1010211000012';

describe.each(engines)('a year in files on %s', (engine) => {
  let registry: RunningRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await registryOn(engine);
    key = await registry.bank(bank);
  });

  afterAll(() => registry.close());

  const loans = 300;
  const year = (wrong: boolean): string =>
    fileOf(
      Array.from({ length: loans }, (_, no) => [
        issuedLoan(bank, `Y${no}`, no),
        renewedLoan(bank, `Y${no}`, 1, wrong && no % 100 === 7 ? { renewedAmount: '900000000.00' } : {}),
      ]).flat(),
    );

  const received = async (file: string, path = '/v1/submissions'): Promise<Submission> => {
    const { status, body } = await submit(registry, { file, key, path });
    expect(status).toBe(201);
    return body as Submission;
  };

  const receiptOf = async (id: string) => registry.ask('get', `/v1/submissions/${id}/receipt`, { key });

  it('says what would come of it, records it, and tells which lines to mend', async () => {
    const tried = await received(year(true), '/v1/submissions?dryRun=true');
    expect(await decided(registry, tried.id, key)).toMatchObject({ recorded: 597, refused: 3, repeated: 0 });
    const sent = await received(year(true));
    const followed = await registry.ask('get', `/v1/submissions/${sent.id}/progress`, { key });
    const events = [...followed.text.matchAll(/^data: (.*)$/gm)].map(
      ([, data = '']) => JSON.parse(data) as Submission,
    );
    const reads = events.map(({ read }) => read);
    expect(reads).toEqual(reads.toSorted((one, other) => one - other));
    expect(events.at(-1)).toMatchObject({
      status: 'COMPLETED',
      read: 600,
      recorded: 597,
      byRule: { 'RNW-R02': 3 },
    });
    const refusals = await registry.ask('get', `/v1/submissions/${sent.id}/refusals`, { key });
    const lines = refusals.text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).line)).toEqual([16, 216, 416]);
    const listed = await registry.ask('get', '/v1/refusals', { key });
    expect(listed.body.items).toHaveLength(3);
  });

  it('is sent again mended: what is recorded is repeated, the rest is recorded now', async () => {
    const mended = await received(year(false));
    expect(await decided(registry, mended.id, key)).toMatchObject({ recorded: 3, repeated: 597, refused: 0 });
    const [receipt, again] = [await receiptOf(mended.id), await receiptOf(mended.id)];
    expect(again.text).toBe(receipt.text);
    const told = receipt.body as SubmissionReceipt;
    expect(told).toMatchObject({
      digest: createHash('sha256').update(year(false)).digest('hex'),
      reports: 600,
      refusalsDigest: createHash('sha256').digest('hex'),
      totals: [
        { type: 'xudai.loan.issued.v1', recorded: 0, repeated: 300 },
        { type: 'xudai.loan.renewed.v1', recorded: 3, repeated: 297 },
      ],
    });
    const same = await submit(registry, { file: year(false), key });
    expect([same.status, same.body.id]).toEqual([200, mended.id]);
  });

  it('goes on as a spreadsheet, and moves what is shown', async () => {
    const [header = ''] = csvTemplate('loan.repaid').split('\r\n');
    const rows = Array.from({ length: 50 }, (_, no) =>
      header
        .slice(1)
        .split(',')
        .map(
          (column) =>
            ({ id: `rep-${no}`, subject: `Y${no}`, effectiveDate: '2024-12-31', amount: '0.01' })[column] ??
            '',
        )
        .join(),
    );
    const file = `${header}\r\n${rows.join('\r\n')}\r\n`;
    const { body } = await submit(registry, {
      file,
      key,
      type: 'text/csv',
      headers: {
        'content-digest': digestHeader(file),
        'xudai-record-count': '50',
        'xudai-report-type': 'xudai.loan.repaid.v1',
      },
    });
    const ended = await decided(registry, body.id, key);
    expect(ended).toMatchObject({ recorded: 50, refused: 0 });
    const progress = await registry.ask('get', '/v1/programmes/SH24/progress', {
      key: await registry.keyFor('supervisor'),
      headers: { 'await-position': ended.position ?? '', 'await-timeout': '30000' },
    });
    const target = progress.body.targets.find(({ code }: { code: string }) => code === 'SH24-RENEW');
    const renewed = JSON.parse(year(false).split('\n')[1] ?? '').data.renewedAmount as string;
    expect(BigInt(target.actual.replace('.', ''))).toBe(BigInt(renewed.replace('.', '')) * BigInt(loans));
    expect((await receiptOf(body.id)).body.totals).toMatchObject([
      { type: 'xudai.loan.repaid.v1', sum: '0.50' },
    ]);
  });

  it('leaves rows that are what the facts say', () => expectProjectionsChecked(registry));
});
