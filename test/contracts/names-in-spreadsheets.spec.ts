import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { projected } from '../support/projected.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* A spreadsheet is for people: beside each code stands what it is called. */

const bank = 'C1010211000012';

describe('a list as a spreadsheet', () => {
  let registry: RunningRegistry;
  let supervisor: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    const key = await registry.bank(bank, { name: { zh: '示例银行', en: 'Example Bank' } });
    await registry.ask('post', '/v1/events', {
      key,
      type: cloudEventBatch,
      body: [issuedLoan(bank, 'L1', 1)],
    });
    await projected(registry);
  });
  afterAll(() => registry.close());

  const rowsOf = async (path: string, languages = '*') => {
    const headers = { accept: 'text/csv', 'accept-language': languages };
    const { status, text } = await registry.ask('get', path, { key: supervisor, headers });
    expect(status).toBe(200);
    return parse(text, { columns: true, bom: true }) as Readonly<Record<string, string>>[];
  };

  it('has beside each code what it is called, in the language that the caller would have rather', async () => {
    const [english] = await rowsOf('/v1/loans');
    const columns = Object.keys(english ?? {});
    expect(columns.slice(0, 3)).toEqual(['institution', 'institutionName', 'loanId']);
    expect(columns.indexOf('borrower.industryName')).toBe(columns.indexOf('borrower.industry') + 1);
    expect(english).toMatchObject({
      institution: bank,
      institutionName: 'Example Bank',
      'borrower.districtName': 'Pudong New Area',
      'borrower.industryName': 'Processing of food from agricultural products',
    });
    for (const languages of ['zh', 'zh-CN,zh;q=0.9,en;q=0.8']) {
      const [chinese] = await rowsOf('/v1/loans', languages);
      expect(chinese).toMatchObject({
        institutionName: '示例银行',
        'borrower.districtName': '浦东新区',
        'borrower.industryName': '农副食品加工业',
      });
    }
    const [mostlyEnglish] = await rowsOf('/v1/loans', 'en-GB,zh;q=0.9');
    expect(mostlyEnglish?.institutionName).toBe('Example Bank');
  });

  it('names programmes and bailout programmes as well, and runs no name', async () => {
    const name = { zh: '纾困', en: '=1+1' };
    const period = { from: '2024-01-01', to: '2024-12-31' };
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', {
      key: supervisor,
      body: { name, ...period, cap: '9.00' },
    });
    await registry.ask('post', '/v1/bailout/allocations', {
      key: supervisor,
      body: { programme: 'RELIEF', institution: bank, amount: '1.00' },
      headers: { 'idempotency-key': 'a' },
    });
    expect(await rowsOf('/v1/bailout/allocations', 'zh')).toMatchObject([
      { institutionName: '示例银行', programme: 'RELIEF', programmeName: '纾困' },
    ]);
    const [row] = await rowsOf('/v1/bailout/allocations');
    expect(row?.programmeName).toBe("'=1+1");
  });
});
