import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan, reportOf, usccOf } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* A USCC whose check character fails is lawful once a supervisor says so, for every report and for ever. */

const bank = 'C1010211000012';
/** The right one, but for its check character. */
const wrongOf = (number: number): string => {
  const right = usccOf(number);
  return right.slice(0, 17) + (right.endsWith('0') ? '1' : '0');
};

describe('a USCC whose check character fails', () => {
  let registry: RunningRegistry;
  const keys = {} as Record<'bank' | 'supervisor' | 'auditor', string>;

  beforeAll(async () => {
    registry = await runningRegistry();
    keys.bank = await registry.bank(bank);
    keys.supervisor = await registry.keyFor('supervisor');
    keys.auditor = await registry.keyFor('auditor');
    const relief = { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' };
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', { key: keys.supervisor, body: relief });
  });

  afterAll(() => registry.close());

  const accept = (code: string, reason = 'issued so') =>
    registry.ask('put', `/v1/usccs/${code}`, { key: keys.supervisor, body: { reason } });
  const send = (body: object, query = '') =>
    registry.ask('post', `/v1/events${query}`, {
      key: keys.bank,
      type: Array.isArray(body) ? cloudEventBatch : cloudEvent,
      body,
    });
  const borrower = (id: string) => ({
    idType: 'USCC',
    id,
    kind: 'ENTERPRISE',
    size: 'MICRO',
    district: '310115',
    industry: 'C13',
  });
  const loan = (loanId: string, code: string) => issuedLoan(bank, loanId, 0, { borrower: borrower(code) });
  const listed = async (): Promise<readonly { code: string; reason: string; seq: number }[]> =>
    (await registry.ask('get', '/v1/usccs', { key: keys.bank })).body.items;

  it('is refused until it is accepted, and taken from then on by every report', async () => {
    const code = wrongOf(1);
    const refused = await send(loan('L1', code));
    expect([refused.status, refused.body.rule, refused.body.errors[0].pointer]).toEqual([
      422,
      'IDN-R01',
      '/data/borrower/id',
    ]);
    const accepted = await accept(code);
    expect(accepted).toMatchObject({ status: 201, body: { code, reason: 'issued so' } });
    expect(accepted.headers['location']).toBe(`/v1/usccs/${code}`);
    expect((await send(loan('L1', code), '?dryRun=true')).body.wouldBe).toBe('recorded');
    const day = '2024-01-10';
    const claim = {
      effectiveDate: day,
      borrower: borrower(code),
      enquiryDate: day,
      enquirySerialHash: 'a'.repeat(64),
    };
    const disbursed = {
      effectiveDate: day,
      programme: 'RELIEF',
      kind: 'BRIDGE',
      borrower: borrower(code),
      amount: '5.00',
    };
    const { body } = await send([
      loan('L1', code),
      reportOf(bank, 'claim', 'borrower.first-time-flagged', 'L1', claim),
      reportOf(bank, 'relief', 'bailout.disbursed', 'D1', disbursed),
      loan('L2', wrongOf(2)),
    ]);
    expect(body.results.map(({ status }: { status: number }) => status)).toEqual([201, 201, 201, 422]);
    const shown = await registry.ask('get', `/v1/borrowers/${code}`, {
      key: keys.bank,
      headers: { 'await-position': body.position, 'await-timeout': '30000' },
    });
    expect(shown).toMatchObject({ status: 200, body: { borrowerKey: code } });
  });

  it('is listed to every role with its reason and the seq of its fact', async () => {
    const code = wrongOf(3);
    const { body } = await accept(code, '工商登记如此');
    const item = { code, reason: '工商登记如此', seq: body.seq };
    expect(await listed()).toContainEqual(item);
    for (const key of [keys.supervisor, keys.auditor, undefined])
      expect((await registry.ask('get', '/v1/usccs?limit=1', key ? { key } : {})).body).toMatchObject({
        basis: { seq: expect.any(Number) },
        items: [expect.any(Object)],
        next: expect.any(String),
      });
    const facts = await registry.ask('get', `/v1/facts?stream=uscc-${code}`, { key: keys.auditor });
    expect(JSON.parse(facts.text)).toMatchObject({ seq: body.seq, type: 'UsccAccepted', data: { code } });
  });

  it('is accepted once for a reason, also by several at once, and again for another', async () => {
    const code = wrongOf(4);
    const answers = await Promise.all(Array.from({ length: 6 }, () => accept(code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(1);
    const other = await accept(code, 'by letter');
    expect([other.status, other.body.reason]).toEqual([201, 'by letter']);
    expect((await accept(code, 'by letter')).body).toMatchObject({
      seq: other.body.seq,
      position: other.body.position,
    });
    expect((await listed()).filter((item) => item.code === code)).toEqual([
      { code, reason: 'by letter', seq: other.body.seq },
    ]);
  });

  it('is no matter of a fact where the check holds', async () => {
    const answer = await accept(usccOf(5));
    expect(answer).toMatchObject({
      status: 200,
      body: { code: usccOf(5), reason: null, seq: null, position: null },
    });
    expect((await listed()).map(({ code }) => code)).not.toContain(usccOf(5));
  });

  it.each([
    '9131000013226025',
    '913100001322602501X',
    '91310000132260250i',
    'IOSVZIOSVZIOSVZIOS',
    '%00',
    '91310000132260250x',
  ])('is none of another form: %s', async (code) => {
    const answer = await accept(code);
    expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
  });

  it('needs a reason, in which no person is named by number', async () => {
    const put = (body: object) =>
      registry.ask('put', `/v1/usccs/${wrongOf(6)}`, { key: keys.supervisor, body });
    expect((await put({})).body.rule).toBe('SCH-R01');
    expect((await put({ reason: '' })).body.rule).toBe('SCH-R01');
    expect((await put({ reason: 'x', since: '2024-01-01' })).body.rule).toBe('SCH-R01');
    expect((await put({ reason: 'of 11010519491231002X' })).body.rule).toBe('IDN-R04');
    expect((await accept('11010519491231002X')).body.type).toBe('/problems/invalid-request');
  });
});
