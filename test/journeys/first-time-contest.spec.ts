import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { firstTimeFlagged } from '../support/first-time-cases.js';
import { enterprise, issuedLoan, reportOf } from '../support/reports.js';
import { engines, registryOn } from '../support/engines.js';
import { cloudEvent, type RunningRegistry } from '../support/running-registry.js';
import { east, north, south } from '../support/three-banks.js';
import { faultsOf, verdictsIn } from '../support/verdicts.js';

/* Three banks claim one firm for one day, a supervisor decides, and a loan of years ago turns up. */

const firm = 70;
const { id: borrowerKey } = enterprise(firm) as { readonly id: string };
const decisionPath = `/v1/first-time-borrowers/${borrowerKey}/decision`;

describe.each(engines)('a contested first-time borrower, the log on %s', (engine) => {
  let registry: RunningRegistry;
  let supervisor: string;
  const keys = new Map<string, string>();
  let last = '0';

  const tell = async (bank: string, body: object): Promise<void> => {
    const answer = await registry.ask('post', '/v1/events', {
      key: keys.get(bank) ?? '',
      body,
      type: cloudEvent,
    });
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    last = answer.body.position;
  };

  const decide = (institution: string, more: object = {}): Promise<Response> =>
    registry.ask('post', decisionPath, {
      key: supervisor,
      body: { institution, loanId: `${institution}-F`, reason: 'its contract was stamped first', ...more },
    });

  const claimOf = async (bank: string, key = supervisor): Promise<Response> =>
    registry.ask('get', `/v1/first-time-borrowers/${bank}/${bank}-F`, {
      key,
      headers: { 'await-position': last, 'await-timeout': '10000' },
    });

  const statuses = async (): Promise<readonly unknown[]> =>
    Promise.all(
      [north, south, east].map(async (bank) => {
        const { status, reason, contested } = (await claimOf(bank)).body;
        return [status, reason, contested];
      }),
    );

  const counted = async (): Promise<unknown> => {
    const { body } = await registry.ask('get', '/v1/programmes/SH24/progress', {
      key: supervisor,
      headers: { 'await-position': last, 'await-timeout': '10000' },
    });
    return body.targets.find(({ code }: { code: string }) => code === 'SH24-FTB').actual;
  };

  beforeAll(async () => {
    registry = await registryOn(engine);
    supervisor = await registry.keyFor('supervisor');
    for (const bank of [north, south, east]) keys.set(bank, await registry.bank(bank));
    const drawdowns = [
      [north, { drawdownTime: '11:00:00' }],
      [south, { drawdownTime: '10:00:00' }],
      [east, {}],
    ] as const;
    for (const [bank, more] of drawdowns)
      await tell(bank, issuedLoan(bank, `${bank}-F`, firm, { effectiveDate: '2024-03-01', ...more }));
    for (const bank of [north, south, east]) await tell(bank, firstTimeFlagged(bank, `${bank}-F`, firm));
  });
  afterAll(() => registry.close());

  it('stays with the clock while nobody decides, and all of the claims are contested', async () => {
    expect(await statuses()).toEqual([
      ['SUPERSEDED', 'EARLIER_CLAIM', true],
      ['RECOGNISED', null, true],
      ['SUPERSEDED', 'EARLIER_CLAIM', true],
    ]);
    expect(await counted()).toBe('1');
  });

  it('is for a supervisor to decide, among the claims that are contested', async () => {
    const body = { institution: north, loanId: `${north}-F`, reason: 'x' };
    for (const key of [
      keys.get(north) ?? '',
      await registry.keyFor('auditor'),
      await registry.keyFor('admin'),
    ])
      expect((await registry.ask('post', decisionPath, { key, body })).status).toBe(403);
    expect((await decide(north, { loanId: 'no-such-loan' })).status).toBe(404);
    const elsewhere = `/v1/first-time-borrowers/${(enterprise(71) as { id: string }).id}/decision`;
    expect((await registry.ask('post', elsewhere, { key: supervisor, body })).status).toBe(404);
    expect(
      (await registry.ask('post', '/v1/first-time-borrowers/x%00/decision', { key: supervisor, body }))
        .status,
    ).toBe(404);
    const missing = await registry.ask('post', decisionPath, {
      key: supervisor,
      body: { institution: north },
    });
    expect([missing.status, missing.body.rule]).toEqual([400, 'SCH-R01']);
  });

  it('that is decided is shown with the answer: the claim decided for is recognised, the others lose by it', async () => {
    const answer = await decide(north);
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe(`/v1/first-time-borrowers/${north}/${north}-F`);
    expect(answer.body).toMatchObject({
      borrowerKey,
      institution: north,
      loanId: `${north}-F`,
      reason: 'its contract was stamped first',
      position: expect.any(String),
    });
    expect(await statuses()).toEqual([
      ['RECOGNISED', null, true],
      ['SUPERSEDED', 'CONTEST_DECIDED', true],
      ['SUPERSEDED', 'CONTEST_DECIDED', true],
    ]);
    last = answer.body.position;
    expect(await counted()).toBe('1');
  });

  it('is decided once, however often it is asked for, and may be decided otherwise', async () => {
    const again = await decide(north);
    expect(again.status).toBe(200);
    const both = await Promise.all([decide(east), decide(east)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    last = String(Math.max(...both.map(({ body }) => Number(body.position))));
    expect((await statuses())[2]).toEqual(['RECOGNISED', null, true]);
  });

  it('falls back to the earlier decision when that claim falls', async () => {
    await tell(
      east,
      reportOf(east, 'cancel', 'loan.cancelled', `${east}-F`, { effectiveDate: '2024-03-20', reason: 'x' }),
    );
    expect(await statuses()).toEqual([
      ['RECOGNISED', null, false],
      ['SUPERSEDED', 'CONTEST_DECIDED', false],
      ['REVOKED', 'LOAN_WITHDRAWN', false],
    ]);
    expect((await decide(north)).status).toBe(409);
    expect((await decide(south)).status).toBe(409);
    expect((await decide(east)).status).toBe(409);
  });

  it('ends for all when a loan of years ago is reported; a bank learns the day, and not whose it was', async () => {
    await tell(
      east,
      reportOf(east, 'open', 'loan.opened', 'old', {
        effectiveDate: '2024-01-01',
        borrower: enterprise(firm),
        outstandingPrincipal: '1.00',
        startDate: '2019-08-08',
        legStartDate: '2023-08-08',
        maturityDate: '2024-08-08',
        product: 'OTHER',
        guarantee: 'PLEDGE',
        classification: 'NORMAL',
        renewalCount: 0,
        tags: [],
      }),
    );
    const own = await claimOf(north, keys.get(north));
    expect(own.body).toMatchObject({ status: 'DENIED', reason: 'PRIOR_LOAN', earlierDate: '2019-08-08' });
    expect(own.text).not.toContain(east);
    expect(own.text).not.toContain('old');
    expect((await claimOf(south, keys.get(north))).status).toBe(404);
    expect(await counted()).toBe('0');
  });

  it('leaves a history in which one claim at most is recognised at every seq', async () => {
    const verdicts = await verdictsIn(registry.ownerUrl);
    expect(faultsOf(verdicts)).toEqual([]);
    expect(
      verdicts.filter(({ type }) => type === 'FirstTimeRecognised').map(({ claim }) => claim.slice(0, 14)),
    ).toEqual(expect.arrayContaining([south, north, east]));
    await expectProjectionsChecked(registry);
  });
});
