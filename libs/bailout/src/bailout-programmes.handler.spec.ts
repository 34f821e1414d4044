import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { openMemoryLog } from '#event-log';
import { bailoutProgrammeStream, institutionStream } from '#facts';
import { asBailoutProgrammeCode, asInstitutionCode } from '#identifiers';
import { Ledger, newFact } from '#recording';
import {
  DefineBailoutProgrammeCommand,
  DefineBailoutProgrammeHandler,
  GrantAllocationCommand,
  GrantAllocationHandler,
} from './bailout-programmes.handler.js';
import { bank, programmeBody } from './testing/bailout-cases.js';

const author = { actor: 'key:k1', correlationId: null };
const relief = asBailoutProgrammeCode('RELIEF');
const stream = bailoutProgrammeStream(relief);

const setUp = async () => {
  const { log, index } = openMemoryLog();
  const process = () => new Ledger(log, index, fixedClock(0));
  const registered = newFact({ type: 'InstitutionRegistered', data: { code: bank } }, author, 0, {
    institution: bank,
  });
  await log.append({ stream: institutionStream(bank), expectedRevision: 'none', facts: [registered] });
  const define = (cap?: string, ledger = process()) =>
    new DefineBailoutProgrammeHandler(ledger).execute(
      new DefineBailoutProgrammeCommand(relief, programmeBody(cap === undefined ? {} : { cap }), author),
    );
  const grant = (amount: string, key: string, { institution = bank, programme = relief } = {}) =>
    new GrantAllocationHandler(process()).execute(
      new GrantAllocationCommand({ programme, institution, amount }, key, author),
    );
  const types = async () => ((await log.readStreams([{ stream, from: 0 }]))[0] ?? []).map(({ type }) => type);
  return { define, grant, types };
};

describe('administering bailout programmes', () => {
  it('defines, grants and amends in one stream', async () => {
    const { define, grant, types } = await setUp();
    expect(await define('1000.00')).toEqual({ outcome: 'changed', position: '2' });
    expect(await grant('600.00', 'a')).toEqual({ outcome: 'changed', position: '3' });
    expect(await grant('400.00', 'b')).toEqual({ outcome: 'changed', position: '4' });
    expect(await grant('600.00', 'a')).toEqual({ outcome: 'unchanged', position: '3' });
    expect(await grant('600.01', 'a')).toEqual({ outcome: 'refused', refusal: 'key-used-otherwise' });
    expect(await define('1000.00')).toMatchObject({ outcome: 'unchanged' });
    expect(await define('999.99')).toMatchObject({
      outcome: 'refused',
      refusal: { rule: 'BLO-R06', pointer: '/cap' },
    });
    expect(await define()).toMatchObject({
      outcome: 'refused',
      refusal: { rule: 'BLO-R06', pointer: '/cap' },
    });
    expect(await define('1000.01')).toMatchObject({ outcome: 'changed' });
    expect(await grant('0.02', 'c')).toMatchObject({
      outcome: 'refused',
      refusal: { rule: 'BLO-R06', pointer: '/amount' },
    });
    expect(await types()).toEqual([
      'BailoutProgrammeDefined',
      'AllocationGranted',
      'AllocationGranted',
      'BailoutProgrammeAmended',
    ]);
  });

  it('grants to an institution and under a programme that are known', async () => {
    const { define, grant } = await setUp();
    await define();
    expect(await grant('1.00', 'a', { institution: asInstitutionCode('C1010311000014') })).toEqual({
      outcome: 'refused',
      refusal: 'unknown-institution',
    });
    expect(await grant('1.00', 'a', { programme: asBailoutProgrammeCode('OTHER') })).toEqual({
      outcome: 'refused',
      refusal: 'unknown-programme',
    });
  });

  it('of one request sent twice at once grants once', async () => {
    const { define, grant, types } = await setUp();
    await define('1000.00');
    const outcomes = await Promise.all([1, 2, 3].map(() => grant('600.00', 'a')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'unchanged', 'unchanged']);
    expect(await types()).toHaveLength(2);
  });

  it('of several at once stays within the cap', async () => {
    const { define, grant, types } = await setUp();
    await define('1000.00');
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((key) => grant('300.00', key)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'changed',
      'changed',
      'changed',
      'refused',
    ]);
    expect(await types()).toHaveLength(4);
  });

  it('of two definitions at once has both, one after the other', async () => {
    const { define, types } = await setUp();
    await Promise.all([define('1.00'), define('2.00')]);
    expect(await types()).toEqual(['BailoutProgrammeDefined', 'BailoutProgrammeAmended']);
  });
});
