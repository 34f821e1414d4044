import { afterAll, beforeAll, expect } from '@jest/globals';
import pg from 'pg';
import { issuedLoan, reportOf } from './reports.js';
import { type RunningRegistry, runningRegistry } from './running-registry.js';
import { decided, type Sent, submit } from './submitting.js';

/** A registry with two banks that send files to it, for the specs of one file. */
export const submittingBank = () => {
  const [bank, other] = ['C1010211000012', 'C1010311000013'] as const;
  let registry: RunningRegistry;
  let owner: pg.Client;
  let no = 0;
  const keys = { bank: '', other: '', auditor: '' };
  beforeAll(async () => {
    registry = await runningRegistry();
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    keys.bank = await registry.bank(bank);
    keys.other = await registry.bank(other);
    keys.auditor = await registry.keyFor('auditor');
  });
  afterAll(async () => {
    await owner.end();
    await registry.close();
  });
  const counted = async (table: string, where = 'true'): Promise<number> => {
    const { rows } = await owner.query(`select count(*)::int as count from ${table} where ${where}`);
    return rows[0].count;
  };
  return {
    bank,
    keys,
    registry: () => registry,
    query: (text: string, values: readonly unknown[] = []) => owner.query(text, [...values]),
    counted,
    /** Another key of the bank. */
    newKey: async (): Promise<{ readonly id: string; readonly key: string }> =>
      (await registry.ask('post', '/v1/keys', { body: { role: 'bank', institution: bank, label: 'x' } }))
        .body,
    /** Of files that were not received. */
    nothingLeft: async (): Promise<void> => {
      expect(await counted('submission_chunk', 'submission not in (select id from submission)')).toBe(0);
    },
    /** A new loan. */
    loan: () =>
      issuedLoan(bank, `F${(no += 1)}`, 1) as {
        readonly id: string;
        readonly subject: string;
        readonly data: Readonly<Record<string, unknown>>;
      },
    repaid: (id: string, subject: string, amount: string) =>
      reportOf(bank, id, 'loan.repaid', subject, { effectiveDate: '2024-03-01', amount }),
    submit: (file: string | Buffer, more: Partial<Sent> = {}) =>
      submit(registry, { file, key: keys.bank, ...more }),
    ended: (id: string, key = keys.bank) => decided(registry, id, key),
  };
};
