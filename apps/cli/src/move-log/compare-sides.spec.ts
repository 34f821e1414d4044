import { asInstitutionCode } from '#identifiers';
import { asWritten } from '#testing';
import { describe, expect, it } from '@jest/globals';
import { NoFact } from '#event-log';
import type { SequencedFact } from '#facts';
import { compareSides } from './compare-sides.js';
import type { Side } from './side.js';

const fact = (seq: number, changes: Partial<SequencedFact> = {}): SequencedFact => ({
  seq,
  eventId: `id-${seq}`,
  type: seq === 2 ? 'ProgrammeDefined' : 'KeyRevoked',
  stream: `key-${seq}`,
  revision: 0,
  effectiveDate: asWritten('2024-05-05'),
  institution: null,
  data: { name: '甲', amount: '1.00' },
  metadata: { reportId: null, stampedAt: 'x' } as unknown as SequencedFact['metadata'],
  recordedAt: '2024-05-05T00:00:00.000Z',
  ...changes,
});

const side = (name: string, facts: readonly SequencedFact[], fault?: Error): Side => ({
  name,
  async *read() {
    for (const each of facts)
      yield { fact: each, position: name === 'store' ? String(each.seq * 100) : null };
    if (fault) throw fault;
  },
});

const up = (to: number, from = 1): SequencedFact[] =>
  Array.from({ length: to - from + 1 }, (_, index) => fact(from + index));
const compared = (table: readonly SequencedFact[], store: readonly SequencedFact[], fault?: Error) =>
  compareSides(side('table', table), side('store', store, fault), () => undefined);

describe('two sides of a log', () => {
  it('are the same fact by fact, with places of the store every thousand and at the end', async () => {
    const comparison = await compared(up(2_500), up(2_500));
    expect(comparison).toMatchObject({ same: 2_500, difference: null, onlyIn: null });
    expect(comparison.positions).toEqual([
      { seq: 1_000, position: '100000' },
      { seq: 2_000, position: '200000' },
      { seq: 2_500, position: '250000' },
    ]);
    expect(comparison.definitions.map((facts) => facts.map(({ seq }) => seq))).toEqual([[2], [2]]);
    expect(comparison.digest).toBe((await compared(up(2_500), up(2_500))).digest);
    expect(comparison.digest).not.toBe((await compared(up(2_499), up(2_499))).digest);
  });

  it('are the same where the members of a payload stand in another order', async () => {
    const other = fact(1, { data: { amount: '1.00', name: '甲' } });
    expect((await compared([fact(1)], [other])).difference).toBeNull();
  });

  it.each<Partial<SequencedFact>>([
    { stream: 'key-9' },
    { revision: 1 },
    { eventId: 'id-9' },
    { type: 'KeyIssued' },
    { effectiveDate: null },
    { institution: asInstitutionCode('BANK0001') },
    { data: { name: '甲', amount: '1.01' } },
    { metadata: { reportId: 'R' } as unknown as SequencedFact['metadata'] },
    { recordedAt: '2024-05-05T00:00:00.001Z' },
  ])('part at the first fact that differs: %j', async (changes) => {
    const [member] = Object.keys(changes);
    const comparison = await compared(up(5), [...up(2), fact(3, changes), ...up(5, 4)]);
    expect(comparison.same).toBe(2);
    expect(comparison.difference).toMatch(
      new RegExp(`^fact 3 \\(KeyRevoked, .* differs in ${member}: .* in table, .* in store$`),
    );
    // What is in a payload is not shown.
    expect(comparison.difference).not.toContain('甲');
  });

  it('part where one goes on alone', async () => {
    const longer = await compared(up(3), up(2));
    expect([longer.same, longer.onlyIn?.name]).toEqual([2, 'table']);
    expect(longer.difference).toContain('fact 3 (KeyRevoked');
    expect((await compared(up(2), up(3))).onlyIn?.name).toBe('store');
  });

  it('part where a seq is missing', async () => {
    const { difference } = await compared([...up(2), ...up(5, 4)], up(5));
    expect(difference).toContain('fact 3 is missing in table');
  });

  it('part where somebody wrote what is no fact', async () => {
    const { difference } = await compared(up(3), up(2), new NoFact('id', 'key-x', 0));
    expect(difference).toMatch(/^after fact 2: .* is no fact/);
    await expect(compared(up(3), up(2), new Error('broken'))).rejects.toThrow('broken');
  });
});
