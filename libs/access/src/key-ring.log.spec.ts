import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openMemoryLog } from '#event-log';
import { asInstitutionCode } from '#identifiers';
import { Ledger, newFact } from '#recording';
import { IssueKeyCommand, IssueKeyHandler, RevokeKeyCommand, RevokeKeyHandler } from './issue-key.handler.js';
import { hashOfKey, type KeyBody } from './key.js';
import { KeyRing } from './key-ring.log.js';

const bank = asInstitutionCode('C1010211000012');
const author = { actor: 'key:admin', correlationId: null };

const setUp = async () => {
  const { log, index } = openMemoryLog();
  let nowMs = Date.parse('2024-06-03T04:00:00.000Z');
  const ledger = new Ledger(log, index, { now: () => nowMs });
  await log.append({
    stream: `institution-${bank}`,
    expectedRevision: 'none',
    facts: [
      newFact({ type: 'InstitutionRegistered', data: { code: bank } }, author, nowMs, { institution: bank }),
    ],
  });
  const issue = async (body: KeyBody) => {
    const issued = await new IssueKeyHandler(ledger).execute(new IssueKeyCommand(body, author));
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    return issued;
  };
  return {
    log,
    ring: new KeyRing(ledger),
    issue,
    revoke: (keyId: string) => new RevokeKeyHandler(ledger).execute(new RevokeKeyCommand(keyId, author)),
    setNow: (instant: string) => {
      nowMs = Date.parse(instant);
    },
  };
};

describe('whom a request comes from', () => {
  it('is known by its key', async () => {
    const { ring, issue } = await setUp();
    const ours = await issue({ role: 'bank', institution: bank, label: 'x' });
    expect(await ring.authenticate(`Bearer ${ours.key}`)).toEqual({
      role: 'bank',
      institution: bank,
      keyId: ours.id,
    });
    for (const role of ['supervisor', 'auditor', 'admin'] as const) {
      const { id, key } = await issue({ role, label: 'x' });
      expect(await ring.authenticate(`Bearer ${key}`)).toEqual({ role, institution: null, keyId: id });
    }
  });

  it('is nobody without the very key', async () => {
    const { ring, issue } = await setUp();
    const { id, key } = await issue({ role: 'admin', label: 'x' });
    const other = await issue({ role: 'admin', label: 'x' });
    const forged = [
      undefined,
      '',
      key,
      `Basic ${key}`,
      `Bearer  ${key}`,
      `Bearer ${key} `,
      `Bearer ${key}a`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer xk_${id}_${'a'.repeat(40)}`,
      `Bearer xk_${id}_${other.key.split('_')[2]}`,
      `Bearer xk_${'z'.repeat(12)}_${key.split('_')[2]}`,
      // The hash is no key.
      `Bearer ${hashOfKey(key)}`,
      `Bearer xk_${id}_${hashOfKey(key)}`,
      `Bearer xk_${id}_${'a'.repeat(10_000)}`,
    ];
    for (const authorization of forged)
      expect([authorization, await ring.authenticate(authorization)]).toEqual([authorization, undefined]);
    expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    // The name of a scheme has no case (RFC 9110, 11.1).
    expect(await ring.authenticate(`bearer ${key}`)).toBeDefined();
  });

  it('is nobody from the instant of expiry on', async () => {
    const { ring, issue, setNow } = await setUp();
    const { key } = await issue({ role: 'admin', label: 'x', expiresAt: '2024-06-03T12:00:05+08:00' });
    setNow('2024-06-03T04:00:04.999Z');
    expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    // The name of a scheme has no case (RFC 9110, 11.1).
    expect(await ring.authenticate(`bearer ${key}`)).toBeDefined();
    setNow('2024-06-03T04:00:05.000Z');
    expect(await ring.authenticate(`Bearer ${key}`)).toBeUndefined();
  });

  it('is nobody for a bank’s key of no institution', async () => {
    const { log, ring } = await setUp();
    const key = `xk_odd1_${'a'.repeat(32)}`;
    const data = {
      keyId: 'odd1',
      secretHash: hashOfKey(key),
      role: 'bank',
      institution: null,
      label: 'x',
      expiresAt: null,
    };
    await log.append({
      stream: 'key-odd1',
      expectedRevision: 'none',
      facts: [newFact({ type: 'KeyIssued', data }, author, 0)],
    });
    expect(await ring.authenticate(`Bearer ${key}`)).toBeUndefined();
  });

  it('is known at once for a key that was unknown a moment ago', async () => {
    const { log, ring } = await setUp();
    const key = `xk_soon1_${'a'.repeat(32)}`;
    expect(await ring.authenticate(`Bearer ${key}`)).toBeUndefined();
    const data = {
      keyId: 'soon1',
      secretHash: hashOfKey(key),
      role: 'admin',
      institution: null,
      label: 'x',
      expiresAt: null,
    };
    await log.append({
      stream: 'key-soon1',
      expectedRevision: 'none',
      facts: [newFact({ type: 'KeyIssued', data }, author, 0)],
    });
    expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    // The name of a scheme has no case (RFC 9110, 11.1).
    expect(await ring.authenticate(`bearer ${key}`)).toBeDefined();
  });

  it('stops with a revocation: after the second that a key is trusted, on every ring', async () => {
    const { ring, issue, revoke } = await setUp();
    const { id, key } = await issue({ role: 'admin', label: 'x' });
    expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    // The name of a scheme has no case (RFC 9110, 11.1).
    expect(await ring.authenticate(`bearer ${key}`)).toBeDefined();
    await revoke(id);
    await pause(1_100);
    expect(await ring.authenticate(`Bearer ${key}`)).toBeUndefined();
  });

  it('costs the log one question a second for each key', async () => {
    const { log, index } = openMemoryLog();
    let questions = 0;
    const counting = Object.assign(Object.create(log) as typeof log, {
      readStreams: (reads: Parameters<typeof log.readStreams>[0]) => {
        questions += 1;
        return log.readStreams(reads);
      },
    });
    const ledger = new Ledger(counting, index, { now: () => 0 });
    const key = `xk_busy1_${'a'.repeat(32)}`;
    const data = {
      keyId: 'busy1',
      secretHash: hashOfKey(key),
      role: 'admin',
      institution: null,
      label: 'x',
      expiresAt: null,
    };
    await log.append({
      stream: 'key-busy1',
      expectedRevision: 'none',
      facts: [newFact({ type: 'KeyIssued', data }, author, 0)],
    });
    const ring = new KeyRing(ledger);
    for (let request = 0; request < 100; request += 1)
      expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    // The name of a scheme has no case (RFC 9110, 11.1).
    expect(await ring.authenticate(`bearer ${key}`)).toBeDefined();
    expect(questions).toBe(1);
  });
});
