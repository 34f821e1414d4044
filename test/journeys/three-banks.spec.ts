import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engines, registryOn } from '../support/engines.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { replayed } from '../support/replaying.js';
import { cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';
import { east, north, reportsOf, south } from '../support/three-banks.js';

/*
 * A month of three banks, written by hand, and its totals in the test's own arithmetic: renewals with and without top-up, an
 * opening position renewed, a cancelled loan, a bailout return.
 */

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;

describe.each(engines)('a month of three banks on %s', (engine) => {
  let registry: RunningRegistry;
  let supervisor: string;
  let position: string;
  let granted: string;
  const keys: Record<string, string> = {};

  const actual = async (target: string, query = ''): Promise<string | null> => {
    const answer = await registry.ask('get', `/v1/programmes/SH24/progress${query}`, {
      key: supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    expect(answer.status).toBe(200);
    return answer.body.targets.find(({ code }: { code: string }) => code === target).actual;
  };

  beforeAll(async () => {
    registry = await registryOn(engine);
    supervisor = await registry.keyFor('supervisor');
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', {
      key: supervisor,
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31', cap: '2000000.00' },
    });
    const positions: string[] = [];
    for (const [code, reports] of Object.entries(reportsOf)) {
      const key = await registry.bank(code);
      keys[code] = key;
      if (code === east)
        ({ position: granted } = (
          await registry.ask('post', '/v1/bailout/allocations', {
            key: supervisor,
            headers: { 'idempotency-key': 'east-2024' },
            body: { programme: 'RELIEF', institution: east, amount: '1000000.00' },
          })
        ).body);
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
      expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual(
        reports.map(() => 201),
      );
      positions.push(answer.body.position);
    }
    position = positions.join(', ');
  });

  afterAll(() => registry.close());

  it('counts what was renewed, without what was cancelled and without top-ups', async () => {
    const north1 = 1_000_000_00n;
    const north2 = 500_000_00n - 100_000_00n;
    const south1 = 2_500_000_00n;
    expect(await actual('SH24-RENEW')).toBe(yuan(north1 + north2 + south1));
  });

  it('shows the volume with top-ups beside it', async () => {
    const answer = await registry.ask('get', '/v1/programmes/SH24/progress', { key: supervisor });
    const renewals = answer.body.targets.find(({ code }: { code: string }) => code === 'SH24-RENEW');
    expect(renewals.beside).toEqual([
      {
        measure: 'renewal-volume-with-top-up',
        actual: yuan(1_000_000_00n + 200_000_00n + 400_000_00n + 2_500_000_00n),
      },
    ]);
  });

  it('counts bailout money of counting kinds less what came back in the year', async () => {
    expect(await actual('SH24-BAIL')).toBe(yuan(900_000_00n - 50_000_00n));
    expect(await actual('SH24-BAIL', '?effectiveAsOf=2024-12-19')).toBe(yuan(900_000_00n));
  });

  it('narrows a figure to one bank and one district', async () => {
    expect(await actual('SH24-RENEW', `?institution=${south}`)).toBe(yuan(2_500_000_00n));
    expect(await actual('SH24-RENEW', '?district=310101')).toBe(yuan(400_000_00n));
    expect(await actual('SH24-RENEW', '?bailoutProgramme=RELIEF')).toBe('0.00');
  });

  it('shows each loan as its facts left it', async () => {
    const loan = async (bank: string, id: string) =>
      (await registry.ask('get', `/v1/loans/${bank}/${id}`, { key: supervisor })).body;
    expect(await loan(north, 'N-1')).toMatchObject({
      status: 'ACTIVE',
      outstanding: '1200000.00',
      renewals: 1,
    });
    expect(await loan(north, 'N-2')).toMatchObject({ outstanding: '400000.00', maturity: '2025-12-20' });
    expect(await loan(south, 'S-1')).toMatchObject({
      outstanding: '3000000.00',
      renewals: 2,
      chainStart: '2022-12-21',
      legs: [
        { no: 1, start: '2023-12-21', amount: '3000000.00' },
        { no: 2, start: '2024-12-01', amount: '2500000.00' },
      ],
    });
    expect(await loan(south, 'S-2')).toMatchObject({ status: 'CANCELLED', outstanding: '0.00' });
  });

  it('shows the history with the state after each fact', async () => {
    const answer = await registry.ask('get', `/v1/loans/${north}/N-2/history`, { key: supervisor });
    expect(
      answer.body.items.map(({ fact, state }: { fact: { type: string }; state: { outstanding: string } }) => [
        fact.type,
        state.outstanding,
      ]),
    ).toEqual([
      ['LoanIssued', '500000.00'],
      ['LoanRepaid', '400000.00'],
      ['LoanRenewed', '400000.00'],
    ]);
  });

  it('grants once under one Idempotency-Key in a programme; in another the key is new', async () => {
    await registry.ask('put', '/v1/bailout/programmes/OTHER', {
      key: supervisor,
      body: { name: { zh: '其他', en: 'Other' }, from: '2024-01-01', to: '2024-12-31', cap: '2000000.00' },
    });
    const grant = (programme: string, amount: string) =>
      registry.ask('post', '/v1/bailout/allocations', {
        key: supervisor,
        headers: { 'idempotency-key': 'east-2024' },
        body: { programme, institution: east, amount },
      });
    const again = await grant('RELIEF', '1000000.00');
    expect([again.status, again.body.position]).toEqual([200, granted]);
    expect((await grant('RELIEF', '1.00')).status).toBe(409);
    const others = await Promise.all(Array.from({ length: 10 }, () => grant('OTHER', '1000000.00')));
    expect(others.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(others.map(({ body }) => body.position)).size).toBe(1);
    expect((await grant('OTHER', '1000000.01')).status).toBe(409);
    const without = await registry.ask('post', '/v1/bailout/allocations', {
      key: supervisor,
      body: { programme: 'OTHER', institution: east, amount: '1000000.00' },
    });
    expect(without.status).toBe(400);
  });

  it('tells what is granted to all together to those who oversee, and to no bank', async () => {
    const granted = async (key: string) =>
      (await registry.ask('get', '/v1/bailout/programmes', { key })).body.items.map(
        ({ code, cap, granted: all }: { code: string; cap: string; granted: string | null }) => [
          code,
          cap,
          all,
        ],
      );
    const shown = [
      ['OTHER', '2000000.00', '1000000.00'],
      ['RELIEF', '2000000.00', '1000000.00'],
    ];
    expect(await granted(supervisor)).toEqual(shown);
    expect(await granted(await registry.keyFor('auditor'))).toEqual(shown);
    const withoutGranted = shown.map(([code, cap]) => [code, cap, null]);
    for (const bank of [north, east]) expect(await granted(keys[bank] ?? '')).toEqual(withoutGranted);
  });

  it('shows the allocation with what is left of it', async () => {
    const answer = await registry.ask('get', '/v1/bailout/allocations?programme=RELIEF', {
      key: supervisor,
    });
    expect(answer.body.items).toEqual([
      {
        institution: east,
        programme: 'RELIEF',
        granted: '1000000.00',
        used: yuan(900_000_00n - 300_000_00n - 50_000_00n),
        available: yuan(1_000_000_00n - 550_000_00n),
      },
    ]);
  });

  it('leaves rows that are what the facts say, and figures that a replay finds again', async () => {
    await expectProjectionsChecked(registry);
    const auditor = await registry.keyFor('auditor');
    for (const effectiveAsOf of ['2024-12-19', '2025-01-31'])
      expect(await replayed(registry, auditor, { programme: 'SH24', effectiveAsOf })).toMatchObject({
        verdict: 'equal',
        differences: [],
      });
  });
});
