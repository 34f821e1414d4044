import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import type { StoredFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { Ledger, newFact } from '#recording';
import { IssueKeyCommand, IssueKeyHandler, RevokeKeyCommand, RevokeKeyHandler } from './issue-key.handler.js';
import { type KeyBody, keyBody } from './key.js';

const bank = asInstitutionCode('C1010211000012');
const author = { actor: 'key:admin', correlationId: null };
const nowMs = Date.parse('2024-06-03T04:00:00.000Z');

const setUp = async () => {
  const { log, index } = openMemoryLog();
  const ledger = new Ledger(log, index, fixedClock(nowMs));
  const data = {
    code: bank,
    name: { zh: '银行', en: 'Bank' },
    kind: 'BANK',
    lei: null,
    cnaps: null,
    reportingFrom: '2024-01-01',
  };
  await log.append({
    stream: `institution-${bank}`,
    expectedRevision: 'none',
    facts: [newFact({ type: 'InstitutionRegistered', data }, author, nowMs, { institution: bank })],
  });
  const facts = async (stream: string): Promise<readonly StoredFact[]> =>
    (await log.readStreams([{ stream, from: 0 }]))[0] ?? [];
  const issue = (body: KeyBody) => new IssueKeyHandler(ledger).execute(new IssueKeyCommand(body, author));
  const revoke = (keyId: string) => new RevokeKeyHandler(ledger).execute(new RevokeKeyCommand(keyId, author));
  return { log, facts, issue, revoke };
};

describe('issuing a key', () => {
  it('gives the key this once and keeps only its hash', async () => {
    const { log, facts, issue } = await setUp();
    const issued = await issue({
      role: 'bank',
      institution: bank,
      label: 'gateway',
      expiresAt: '2025-01-01T08:00:00+08:00',
    });
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    expect(issued).toMatchObject({
      key: expect.stringMatching(`^xk_${issued.id}_[A-Za-z0-9]{40}$`),
      position: '2',
    });
    const [fact] = await facts(`key-${issued.id}`);
    expect(fact).toMatchObject({
      type: 'KeyIssued',
      data: {
        keyId: issued.id,
        secretHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        role: 'bank',
        institution: bank,
        label: 'gateway',
        expiresAt: '2025-01-01T00:00:00.000Z',
      },
      metadata: { actor: 'key:admin' },
    });
    const secret = issued.key.split('_')[2] ?? '';
    for await (const stored of log.readAll(null)) expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('always makes a new one', async () => {
    const { issue } = await setUp();
    const body: KeyBody = { role: 'auditor', label: 'the same' };
    const [one, other] = [await issue(body), await issue(body)];
    if (one.outcome !== 'issued' || other.outcome !== 'issued') throw new Error('issued');
    expect(one.id).not.toBe(other.id);
    expect(one.key).not.toBe(other.key);
  });

  it('gives it an end that is still to come', async () => {
    const { log, issue } = await setUp();
    const recorded = async (): Promise<number> => {
      let count = 0;
      for await (const _fact of log.readAll(null)) count += 1;
      return count;
    };
    const before = await recorded();
    for (const expiresAt of ['2024-06-03T11:59:59.999+08:00', '2024-06-03T12:00:00+08:00'])
      expect(await issue({ role: 'auditor', label: 'x', expiresAt })).toEqual({ outcome: 'over' });
    expect(await recorded()).toBe(before);
    expect(
      await issue({ role: 'auditor', label: 'x', expiresAt: '2024-06-03T12:00:00.001+08:00' }),
    ).toMatchObject({ outcome: 'issued' });
  });

  it('is for an institution that is registered', async () => {
    const { issue } = await setUp();
    expect(
      await issue({ role: 'bank', institution: asInstitutionCode('C1010311000014'), label: 'x' }),
    ).toEqual({
      outcome: 'unknown-institution',
    });
  });
});

describe('revoking a key', () => {
  it('is recorded once', async () => {
    const { facts, issue, revoke } = await setUp();
    const issued = await issue({ role: 'supervisor', label: 'x' });
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    expect(await revoke(issued.id)).toEqual({ outcome: 'changed', position: '3' });
    expect(await revoke(issued.id)).toMatchObject({ outcome: 'unchanged' });
    expect((await facts(`key-${issued.id}`)).map(({ type }) => type)).toEqual(['KeyIssued', 'KeyRevoked']);
  });

  it('is of one that is known', async () => {
    const { revoke } = await setUp();
    expect(await revoke('nobody')).toEqual({ outcome: 'refused', refusal: 'unknown' });
  });
});

describe('the body', () => {
  const pointers = (body: object) => {
    const parsed = keyBody.safeParse(body);
    return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/'));
  };

  it.each(['supervisor', 'auditor', 'admin'])('a key of a %s is of no institution', (role) => {
    expect(pointers({ role, label: 'x' })).toEqual([]);
    expect(pointers({ role, label: 'x', institution: bank })).toEqual(['institution']);
  });

  it('a key of a bank is of an institution', () => {
    expect(pointers({ role: 'bank', label: 'x', institution: bank })).toEqual([]);
    expect(pointers({ role: 'bank', label: 'x' })).toEqual(['institution']);
  });

  it('a label is given, an end may be', () => {
    expect(pointers({ role: 'admin', label: 'x', expiresAt: '2025-01-01T00:00:00Z' })).toEqual([]);
    expect(pointers({ role: 'admin', label: 'x', expiresAt: '2025-01-01' })).toEqual(['expiresAt']);
    expect(pointers({ role: 'admin', label: 'x', expiresAt: null, institution: null })).toEqual([]);
    expect(pointers({ role: 'admin' })).toEqual(['label']);
    expect(pointers({ role: 'root', label: '' })).toEqual(['role', 'label']);
    expect(pointers({ role: 'admin', label: 'x', secret: 'mine' })).toEqual(['']);
  });
});
