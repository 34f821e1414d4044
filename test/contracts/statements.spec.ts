import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantMs, shanghaiDay } from '#calendar';
import { issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

const bank = 'C1010211000012';

describe('the statement of a day', () => {
  let registry: RunningRegistry;
  let key: string;
  let supervisor: string;
  let position: string;
  let recordedOn: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    supervisor = await registry.keyFor('supervisor');
    const body = [
      issuedLoan(bank, 'L1', 1, { principal: '100.00' }),
      issuedLoan(bank, 'L2', 2, { principal: '0.50' }),
      renewedLoan(bank, 'L1', 1, { renewedAmount: '100.00', topUpAmount: '7.00' }),
      renewedLoan(bank, 'L2', 2),
      reportOf(bank, 'cancel-L2', 'loan.cancelled', 'L2', { effectiveDate: '2024-01-10', reason: 'wrong' }),
    ];
    const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
    ({ position } = answer.body);
    recordedOn = shanghaiDay(instantMs(answer.body.results[0].stampedAt));
  });

  afterAll(() => registry.close());

  const statement = (day: string, asking: { readonly key: string; readonly query?: string }) =>
    registry.ask('get', `/v1/statements/${day}${asking.query ?? ''}`, {
      key: asking.key,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });

  it('says what was recorded on it, refused reports apart', async () => {
    const { body } = await statement(recordedOn, { key });
    expect(body).toMatchObject({ institution: bank, day: recordedOn, effective: [] });
    expect(body.recorded).toEqual([
      { type: 'LoanCancelled', count: 1, sum: null },
      { type: 'LoanIssued', count: 2, sum: '100.50' },
      { type: 'LoanRenewed', count: 1, sum: '100.00' },
    ]);
    expect(body.basis.seq).toBeGreaterThanOrEqual(Number(position));
  });

  it('says what is effective on it', async () => {
    const { body } = await statement('2024-01-10', { key });
    expect([body.recorded, body.effective]).toEqual([
      [],
      [
        { type: 'LoanCancelled', count: 1, sum: null },
        { type: 'LoanIssued', count: 2, sum: '100.50' },
      ],
    ]);
  });

  it('is, to whoever oversees, of the institution that is named', async () => {
    const named = await statement('2024-12-01', { key: supervisor, query: `?institution=${bank}` });
    expect(named.body.effective).toEqual([{ type: 'LoanRenewed', count: 1, sum: '100.00' }]);
    expect((await statement('2024-12-01', { key: supervisor })).status).toBe(400);
  });
});
