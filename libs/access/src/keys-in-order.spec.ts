import { describe, expect, it } from '@jest/globals';
import { type EventLog, LogUnavailable, type ManyStreams, openMemoryLog } from '#event-log';
import { Ledger, newFact } from '#recording';
import { KeyRing } from './key-ring.log.js';
import { hashOfKey } from './key.js';

const nowMs = Date.parse('2024-06-03T04:00:00.000Z');
const key = `xk_audit1_${'a'.repeat(32)}`;

/** A log that holds the key. */
const logWithKey = async (): Promise<EventLog & ManyStreams> => {
  const { log } = openMemoryLog();
  const data = {
    keyId: 'audit1',
    secretHash: hashOfKey(key),
    role: 'auditor',
    institution: null,
    label: 'x',
    expiresAt: null,
  };
  const fact = newFact({ type: 'KeyIssued', data }, { actor: 'registry', correlationId: null }, nowMs);
  await log.append({ stream: 'key-audit1', expectedRevision: 'none', facts: [fact] });
  return log;
};

const ringOver = (
  log: EventLog & ManyStreams,
  readStreams: ManyStreams['readStreams'],
  sequenced: ManyStreams,
): KeyRing =>
  new KeyRing(
    new Ledger(
      Object.assign(Object.create(log) as typeof log, { readStreams }),
      openMemoryLog().index,
      { now: () => nowMs },
      { sequenced },
    ),
  );

describe('whom a request comes from, while the log does not answer', () => {
  it.each([
    ['fails', () => Promise.reject(new LogUnavailable())],
    ['is silent', () => new Promise<never>(() => undefined)],
  ] as const)('is read from the sequence when it %s', async (_, readStreams) => {
    const log = await logWithKey();
    expect(await ringOver(log, readStreams, log).authenticate(`Bearer ${key}`)).toEqual({
      role: 'auditor',
      institution: null,
      keyId: 'audit1',
    });
  });

  it('is left open for a key that may be newer than the sequence', async () => {
    const log = await logWithKey();
    const behind = openMemoryLog().log;
    const failing = ringOver(log, () => Promise.reject(new LogUnavailable()), behind);
    await expect(failing.authenticate(`Bearer ${key}`)).rejects.toThrow(LogUnavailable);
    const slow = ringOver(
      log,
      async (reads) => {
        await new Promise((later) => setTimeout(later, 1_500));
        return log.readStreams(reads);
      },
      behind,
    );
    expect(await slow.authenticate(`Bearer ${key}`)).toMatchObject({ keyId: 'audit1' });
  });
});
