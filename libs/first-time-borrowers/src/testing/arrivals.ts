import { expect } from '@jest/globals';
import fc from 'fast-check';
import { openMemoryLog, type OpenLog } from '#event-log';
import { borrowerStream, type StoredFact } from '#facts';
import type { Planted } from './borrower-facts.js';
import { MemoryArbiter } from './memory-arbiter.js';

// What several banks report, in whatever order it arrives, and arbiters that follow meanwhile.

/** What is reported in a given order; across lanes there is none. */
export type Lanes = readonly (readonly Planted[])[];

/** An order of arrival: whose turn it is, again and again. */
export const anyOrder = (lanes: Lanes): fc.Arbitrary<readonly number[]> => {
  const turns = lanes.flatMap((lane, index) => lane.map(() => index));
  return fc.shuffledSubarray(turns, { minLength: turns.length, maxLength: turns.length });
};

export interface Work {
  readonly who: number;
  readonly limit: number;
  readonly crashes: boolean;
  readonly together: boolean;
}

/** What arbiters do while reports come in. The second one believes to be alone too. */
export const anyWork: fc.Arbitrary<readonly Work[]> = fc.array(
  fc.record({
    who: fc.nat(1),
    limit: fc.integer({ min: 1, max: 6 }),
    crashes: fc.boolean(),
    together: fc.boolean(),
  }),
  { maxLength: 12 },
);

const appended = async ({ log }: OpenLog, { stream, fact }: Planted): Promise<void> => {
  const [facts = []] = await log.readStreams([{ stream, from: 0 }]);
  await log.append({ stream, expectedRevision: facts.at(-1)?.revision ?? 'none', facts: [fact] });
};

/** The borrowers' streams after everything has arrived in this order and both arbiters have passed it. */
export const settledIn = async (
  keys: readonly string[],
  lanes: Lanes,
  order: readonly number[],
  work: readonly Work[],
): Promise<readonly (readonly StoredFact[])[]> => {
  const open = openMemoryLog();
  const arbiters = [new MemoryArbiter(open), new MemoryArbiter(open)] as const;
  const left = lanes.map((lane) => [...lane]);
  for (const [index, turn] of order.entries()) {
    const next = left[turn]?.shift();
    if (next) await appended(open, next);
    const step = work[index];
    if (step) {
      const batch = (who: number) => arbiters[who === 0 ? 0 : 1].batch(step.limit, step);
      await Promise.all(step.together ? [batch(0), batch(1)] : [batch(step.who)]);
    }
  }
  const streams = keys.map((key) => ({ stream: borrowerStream(key), from: 0 }));
  await arbiters[0].drained();
  const said = await open.log.readStreams(streams);
  // Whoever comes later, from wherever, finds everything said.
  await arbiters[1].drained();
  await new MemoryArbiter(open).drained();
  const again = await open.log.readStreams(streams);
  expect(again).toEqual(said);
  return again;
};
