import { asInstitutionCode } from '#identifiers';
import { asWritten, type AsWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { institutionStream } from '#facts';
import { Ledger } from '#recording';
import {
  AmendInstitutionCommand,
  AmendInstitutionHandler,
  RegisterInstitutionCommand,
  RegisterInstitutionHandler,
  ReinstateInstitutionCommand,
  ReinstateInstitutionHandler,
  SuspendInstitutionCommand,
  SuspendInstitutionHandler,
} from './institutions.handler.js';
import type { InstitutionBody } from './register-institution.js';

const code = asInstitutionCode('C1010211000012');
const body: InstitutionBody = { code, name: { zh: '示例银行', en: 'Example Bank' }, kind: 'BANK' };
const author = { actor: 'key:admin', correlationId: null };

const setUp = () => {
  const { log, index } = openMemoryLog();
  const process = () => new Ledger(log, index, fixedClock(Date.parse('2024-06-03T16:00:00.000Z')));
  return {
    register: (more: Partial<AsWritten<InstitutionBody>> = {}) =>
      new RegisterInstitutionHandler(process()).execute(
        new RegisterInstitutionCommand(asWritten({ ...body, ...more }), author),
      ),
    amend: (more: Partial<AsWritten<InstitutionBody>> = {}) =>
      new AmendInstitutionHandler(process()).execute(
        new AmendInstitutionCommand(asWritten({ ...body, ...more }), author),
      ),
    suspend: () =>
      new SuspendInstitutionHandler(process()).execute(new SuspendInstitutionCommand(code, 'review', author)),
    reinstate: () =>
      new ReinstateInstitutionHandler(process()).execute(new ReinstateInstitutionCommand(code, author)),
    facts: async () => (await log.readStreams([{ stream: institutionStream(code), from: 0 }]))[0] ?? [],
  };
};

describe('the register of institutions', () => {
  it('is a stream of facts with their author', async () => {
    const { register, amend, suspend, reinstate, facts } = setUp();
    expect(await amend()).toEqual({ outcome: 'refused', refusal: 'unknown' });
    expect(await suspend()).toEqual({ outcome: 'refused', refusal: 'unknown' });
    expect(await reinstate()).toEqual({ outcome: 'refused', refusal: 'unknown' });
    expect(await register()).toEqual({ outcome: 'changed', position: '1' });
    expect(await register()).toMatchObject({ outcome: 'unchanged' });
    expect(await register({ kind: 'INSURER' })).toEqual({ outcome: 'refused', refusal: 'exists-otherwise' });
    expect(await amend({ kind: 'INSURER' })).toMatchObject({ outcome: 'changed' });
    expect(await reinstate()).toMatchObject({ outcome: 'unchanged' });
    expect(await suspend()).toMatchObject({ outcome: 'changed' });
    expect(await suspend()).toMatchObject({ outcome: 'unchanged' });
    expect(await reinstate()).toMatchObject({ outcome: 'changed' });
    const stored = await facts();
    expect(stored.map(({ type }) => type)).toEqual([
      'InstitutionRegistered',
      'InstitutionAmended',
      'InstitutionSuspended',
      'InstitutionReinstated',
    ]);
    for (const fact of stored)
      expect(fact).toMatchObject({ institution: code, metadata: { actor: 'key:admin' } });
  });

  it('has it report from the Shanghai day of its registration on', async () => {
    const { register, facts } = setUp();
    await register();
    expect(await facts()).toMatchObject([{ data: { reportingFrom: '2024-06-04' } }]);
  });

  it('of two registrations at once keeps one; the loser is told what stands', async () => {
    const same = setUp();
    const equal = await Promise.all([same.register(), same.register()]);
    expect(equal.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'unchanged']);
    const other = setUp();
    const different = await Promise.all([other.register(), other.register({ kind: 'AUTHORITY' })]);
    expect(different.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'refused']);
    expect(await other.facts()).toHaveLength(1);
  });
});
