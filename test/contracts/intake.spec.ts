import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { engines, registryOn } from '../support/engines.js';
import { enterprise, issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { cloudEvent, cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';

/* The intake of 3.2 as a bank sees it. */

const bank = 'C1010211000012';

describe.each(engines)('reporting on %s', (engine) => {
  let registry: RunningRegistry;
  let key: string;

  const post = (body: unknown, query = '') =>
    registry.ask('post', `/v1/events${query}`, { key, type: cloudEvent, body });

  beforeAll(async () => {
    registry = await registryOn(engine);
    key = await registry.bank(bank);
  });

  afterAll(() => registry.close());

  it('is answered 201, then 200 with the same outcome, then 409 for other content', async () => {
    const first = await post(issuedLoan(bank, 'A1', 1));
    expect(first.status).toBe(201);
    expect(first.headers.location).toBe('/v1/events/issue-A1');
    expect(first.body).toMatchObject({
      outcome: 'recorded',
      id: 'issue-A1',
      repeated: false,
      facts: [{ type: 'LoanIssued', stream: `loan-${bank}-A1`, revision: 0 }],
      flags: [],
    });
    const again = await post(issuedLoan(bank, 'A1', 1));
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    const other = await post(issuedLoan(bank, 'A1', 1, { principal: '2.00' }));
    expect(other.status).toBe(409);
    expect(other.body).toMatchObject({ rule: 'DUP-R01', outcome: 'not-recorded' });
    const elsewhere = await post({ ...issuedLoan(bank, 'A1-other', 1), id: 'issue-A1' });
    expect(elsewhere.body.rule).toBe('DUP-R01');
  });

  it('the order of tags and members is no content', async () => {
    const tagged = issuedLoan(bank, 'A2', 1, { tags: ['GREEN', 'CHAIN'] });
    expect((await post(tagged)).status).toBe(201);
    const { data, ...envelope } = issuedLoan(bank, 'A2', 1, { tags: ['CHAIN', 'GREEN'] }) as { data: object };
    expect(
      (await post({ data: Object.fromEntries(Object.entries(data).reverse()), ...envelope })).status,
    ).toBe(200);
  });

  it('a refused report leaves its id free, and is listed', async () => {
    const tooMuch = renewedLoan(bank, 'A1', 1, { renewedAmount: '1000000.01' });
    const refused = await post(tooMuch);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      type: '/problems/RNW-R02',
      rule: 'RNW-R02',
      outcome: 'not-recorded',
      errors: [{ pointer: '/data/renewedAmount', rule: 'RNW-R02' }],
    });
    const mended = await post(renewedLoan(bank, 'A1', 1));
    expect(mended.status).toBe(201);
    const list = await registry.ask('get', '/v1/refusals?rule=RNW-R02', { key });
    expect(list.body.items).toMatchObject([
      { id: 'renew-A1-1', rule: 'RNW-R02', pointer: '/data/renewedAmount' },
    ]);
  });

  it('a batch is decided in its order, each report as if sent alone', async () => {
    const body = [
      issuedLoan(bank, 'B1', 2),
      renewedLoan(bank, 'B1', 1),
      renewedLoan(bank, 'B1', 1),
      { ...issuedLoan(bank, 'B2', 3), id: 'renew-B1-1' },
      reportOf(bank, 'x', 'event.reversed', 'issue-B1', { effectiveDate: '2024-06-03', reason: 'x' }),
      issuedLoan(bank, 'B2', 3),
    ];
    const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
    expect(
      answer.body.results.map(({ index, status }: { index: number; status: number }) => [index, status]),
    ).toEqual([
      [0, 201],
      [1, 201],
      [2, 200],
      [3, 409],
      [4, 422],
      [5, 201],
    ]);
    const positions = answer.body.results.flatMap(({ position }: { position?: string }) =>
      position ? [Number(position)] : [],
    );
    expect(Number(answer.body.position)).toBe(Math.max(...positions));
  });

  it('a dry run decides as if, later reports seeing earlier ones, and records nothing', async () => {
    const reports = [issuedLoan(bank, 'D1', 4), renewedLoan(bank, 'D1', 1), renewedLoan(bank, 'D1', 3)];
    const dry = await registry.ask('post', '/v1/events?dryRun=true', {
      key,
      type: cloudEventBatch,
      body: reports,
    });
    expect(dry.body).toMatchObject({
      position: null,
      results: [
        { wouldBe: 'recorded', dryRun: true, outcome: 'not-recorded' },
        { wouldBe: 'recorded' },
        { wouldBe: 'refused', problem: { rule: 'RNW-R03' } },
      ],
    });
    expect((await registry.ask('get', '/v1/events/issue-D1', { key })).status).toBe(404);
    expect((await post(issuedLoan(bank, 'A1', 1), '?dryRun=true')).body).toMatchObject({
      wouldBe: 'repeated',
    });
  });

  it('thirty-two at once under one id are recorded once', async () => {
    const answers = await Promise.all(Array.from({ length: 32 }, () => post(issuedLoan(bank, 'C1', 5))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(31);
  });

  it('the official CloudEvents emitter posts in binary and in structured mode', async () => {
    const url = `${await registry.application.getUrl()}/v1/events`;
    const emitted = (loanId: string): CloudEvent<unknown> =>
      new CloudEvent({
        ...(issuedLoan(bank, loanId, 6) as Record<string, unknown>),
        time: '2024-01-10T08:00:00Z',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      } as never);
    for (const [mode, loanId] of [
      [Mode.BINARY, 'E1'],
      [Mode.STRUCTURED, 'E2'],
    ] as const) {
      const emit = emitterFor(httpTransport(url), { mode });
      await emit(emitted(loanId), { headers: { authorization: `Bearer ${key}` } });
      const recorded = await registry.ask('get', `/v1/events/issue-${loanId}`, { key });
      expect([mode, recorded.status]).toEqual([mode, 200]);
    }
  });

  it('who may send what, by kind of institution', async () => {
    const insurer = await registry.bank('C1010911000019', { kind: 'INSURER' });
    const body = issuedLoan('C1010911000019', 'I1', 7);
    const answer = await registry.ask('post', '/v1/events', { key: insurer, type: cloudEvent, body });
    expect(answer.status).toBe(403);
    expect(answer.body.rule).toBe('IDN-R06');
    const foreign = await post(issuedLoan('C1010911000019', 'I1', 7));
    expect(foreign.status).toBe(403);
    expect(foreign.body.rule).toBe('IDN-R03');
  });

  it('a suspended institution may not send until it is reinstated', async () => {
    const supervisor = await registry.keyFor('supervisor');
    const code = 'C1010811000018';
    const suspended = await registry.bank(code);
    const path = `/v1/institutions/${code}/suspension`;
    expect((await registry.ask('post', path, { key: supervisor, body: { reason: 'review' } })).status).toBe(
      201,
    );
    const send = () =>
      registry.ask('post', '/v1/events', {
        key: suspended,
        type: cloudEvent,
        body: issuedLoan(code, 'S1', 8),
      });
    const refused = await send();
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ rule: 'IDN-R05', retryable: true });
    expect((await registry.ask('delete', path, { key: supervisor })).status).toBe(204);
    expect((await send()).status).toBe(201);
  });

  it('another bank of the same loan id is another loan', async () => {
    const other = await registry.bank('C1010311000013');
    const body = issuedLoan('C1010311000013', 'A1', 9, { borrower: enterprise(9, { size: 'SMALL' }) });
    expect((await registry.ask('post', '/v1/events', { key: other, type: cloudEvent, body })).status).toBe(
      201,
    );
  });
});
