import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Projection } from '#projections';
import { testDatabase, type TestDatabase } from '#testing';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { failingAt } from '../support/planted-fault.js';
import { projected } from '../support/projected.js';
import { claimed } from '../support/rebuilt-story.js';
import { issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { north, reportsOf } from '../support/three-banks.js';

/* A fact that two projections cannot apply (a fault planted in their folds): its loan is parked there, all else goes on (5.3). */

const poisoned = 'P-1';
const faulty: readonly string[] = ['loan-book', 'targets'];

const isPoison = ({ type, data }: { readonly type: string; readonly data: object }): boolean =>
  type === 'LoanRenewed' && (data as { readonly loanId?: string }).loanId === poisoned;

const withFault = failingAt(isPoison, faulty);

/** The release that mends it. */
const mended = (projection: Projection): Projection =>
  faulty.includes(projection.name)
    ? { ...projection, version: projection.version + 1, previous: withFault(projection) }
    : projection;

describe('a fact that cannot be applied', () => {
  let database: TestDatabase;
  let registry: RunningRegistry;
  let supervisor: string;
  let bankKey: string;

  const sent = async (reports: readonly object[]): Promise<void> => {
    const { body } = await registry.ask('post', '/v1/events', {
      key: bankKey,
      type: cloudEventBatch,
      body: reports,
    });
    for (const result of body.results) expect(result).toMatchObject({ outcome: 'recorded' });
    await projected(registry);
  };
  const read = async (path: string, key = supervisor) => {
    const { status, body } = await registry.ask('get', path, { key });
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const volume = async (): Promise<string> => {
    const { targets } = await read('/v1/programmes/SH24/progress?effectiveAsOf=2024-12-31');
    return targets.find(({ code }: { code: string }) => code === 'SH24-RENEW').actual;
  };

  beforeAll(async () => {
    database = await testDatabase();
    registry = await runningRegistry({ database, shippedAs: withFault });
    supervisor = await registry.keyFor('supervisor');
    bankKey = await registry.bank(north);
    await sent([...reportsOf[north], ...claimed(north)]);
  });
  afterAll(async () => {
    await registry.close();
    await database.drop();
  });

  it('parks its loan, and no other; every answer says so', async () => {
    const before = await volume();
    await sent([
      issuedLoan(north, poisoned, 30),
      issuedLoan(north, 'P-2', 31),
      renewedLoan(north, poisoned, 1, { renewedAmount: '700000.00' }),
      renewedLoan(north, 'P-2', 1, { renewedAmount: '100.00' }),
      reportOf(north, 'repay', 'loan.repaid', poisoned, { effectiveDate: '2024-12-02', amount: '5.00' }),
      reportOf(north, 'repay-2', 'loan.repaid', 'P-2', { effectiveDate: '2024-12-02', amount: '5.00' }),
    ]);
    expect(await volume()).toBe((Number(before) + 100).toFixed(2));
    expect((await read(`/v1/loans/${north}/${poisoned}`)).renewals).toBe(0);
    expect((await read(`/v1/loans/${north}/P-2`)).renewals).toBe(1);
    expect((await read(`/v1/loans/${north}/${poisoned}/history`)).items).toHaveLength(1);
    for (const [path, parked] of [
      [`/v1/loans/${north}/P-2`, 2],
      ['/v1/programmes/SH24/progress', 2],
      ['/v1/bailout/disbursements', 0],
    ] as const)
      expect([path, (await read(path)).basis.parked]).toEqual([path, parked]);
    const { items } = await read('/v1/operations/parked', await registry.keyFor('admin'));
    const of = (projection: string) => [
      { projection, type: 'LoanRenewed', subject: `loan-${north}-${poisoned}`, reason: 'TypeError' },
      { projection, type: 'LoanRepaid', subject: `loan-${north}-${poisoned}`, reason: null },
    ];
    expect(items).toMatchObject(faulty.flatMap(of));
    expect(JSON.stringify(items)).not.toContain('cannot be folded');
    await expectProjectionsChecked(registry);
  });

  it('is as many in what was known then, for ever', async () => {
    const [first] = (await read('/v1/operations/parked', await registry.keyFor('admin'))).items;
    for (const [knownAt, parked] of [
      [first.seq - 1, 0],
      [first.seq, 1],
    ] as const) {
      const { basis } = await read(`/v1/programmes/SH24/progress?knownAt=${knownAt}`);
      expect(basis.parked).toBe(parked);
    }
  });

  it('is released by the release that can apply it, with what waited behind it', async () => {
    const before = Number(await volume());
    await registry.close();
    registry = await runningRegistry({ database, shippedAs: mended });
    const admin = await registry.keyFor('admin');
    const deadline = Date.now() + 60_000;
    while ((await read('/v1/operations/parked', admin)).items.length > 0)
      if (Date.now() > deadline)
        throw new Error(JSON.stringify(await read('/v1/operations/rebuilds', admin)));
    expect(await volume()).toBe((before + 700_000).toFixed(2));
    const loan = await read(`/v1/loans/${north}/${poisoned}`);
    expect(loan).toMatchObject({ renewals: 1, outstanding: '999995.00', basis: { parked: 0 } });
    const { items } = await read('/v1/operations/rebuilds', admin);
    expect(items).toHaveLength(2);
    for (const rebuild of items)
      expect(rebuild).toMatchObject({
        askedBy: 'registry',
        status: expect.stringMatching(/COMPL|RUNN/),
        parked: 0,
      });
    expect(items.find(({ projection }: { projection: string }) => projection === 'loan-book').first).toEqual([
      { table: 'loan_page', key: `${north} ${poisoned}`, row: 'different', columns: expect.any(Array) },
    ]);
    await expectProjectionsChecked(registry);
  });
});
