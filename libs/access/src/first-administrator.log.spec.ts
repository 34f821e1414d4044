import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { Ledger } from '#recording';
import { ensureFirstAdministrator } from './issue-key.handler.js';
import { KeyRing } from './key-ring.log.js';

const setUp = () => {
  const { log, index, sequence } = openMemoryLog();
  const ledger = new Ledger(log, index, fixedClock(0));
  return { ledger, ring: new KeyRing(ledger), headSeq: () => sequence.headSeq() };
};
const given = `xk_root_${'aB3'.repeat(11)}`;

describe('the first administrator', () => {
  it('has a random key, shown once, on the first run', async () => {
    const { ledger, ring, headSeq } = setUp();
    const key = await ensureFirstAdministrator(ledger, undefined);
    expect(key).toMatch(/^xk_admin_[A-Za-z0-9]{40}$/);
    expect(await ring.authenticate(`Bearer ${key}`)).toEqual({
      role: 'admin',
      institution: null,
      keyId: 'admin',
    });
    expect(await ensureFirstAdministrator(ledger, undefined)).toBeUndefined();
    expect(await headSeq()).toBe(1);
  });

  it('has the key given, which is not shown again', async () => {
    const { ledger, ring } = setUp();
    expect(await ensureFirstAdministrator(ledger, given)).toBeUndefined();
    expect(await ring.authenticate(`Bearer ${given}`)).toMatchObject({ role: 'admin', keyId: 'root' });
  });

  it('is not made later: another key given then is ignored', async () => {
    const { ledger, ring, headSeq } = setUp();
    await ensureFirstAdministrator(ledger, undefined);
    await ensureFirstAdministrator(ledger, given);
    expect(await ring.authenticate(`Bearer ${given}`)).toBeUndefined();
    expect(await headSeq()).toBe(1);
  });

  it('is one when two processes start together', async () => {
    const { ledger, ring, headSeq } = setUp();
    const keys = await Promise.all([1, 2, 3].map(() => ensureFirstAdministrator(ledger, undefined)));
    const [key, ...others] = keys.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    expect(await ring.authenticate(`Bearer ${key}`)).toBeDefined();
    expect(await headSeq()).toBe(1);
  });
});
