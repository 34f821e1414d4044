import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventLog, OutcomeUnknown, StorageFull } from '#event-log';
import type { ArbiterDependencies } from './settle-claims.log.js';
import { ArbiterLog } from './testing/arbiter-log.js';
import { claimed, east, issued, north, south } from './testing/borrower-facts.js';

let log: ArbiterLog;

beforeEach(async () => {
  log = await ArbiterLog.begin();
});
afterEach(() => log.close());

describe('an arbiter whose log fails', () => {
  const failing = (
    fail: (append: () => ReturnType<EventLog['append']>, attempt: number) => ReturnType<EventLog['append']>,
  ): ArbiterDependencies['log'] => {
    let attempt = 0;
    return {
      readStreams: (reads) => log.open.log.readStreams(reads),
      append: (one) => fail(() => log.open.log.append(one), (attempt += 1)),
    };
  };

  it.each([
    ['has no room', new StorageFull()],
    ['was cut off', new Error('Connection terminated unexpectedly')],
  ])('tries again when it %s, and stops at no fact', async (_, error) => {
    log.follow(
      failing(async (go, attempt) => {
        if (attempt <= 3) throw error;
        return go();
      }),
    );
    await log.append(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    expect(await log.settledAt(2)).toBe(true);
    expect(await log.derived()).toHaveLength(1);
    expect(log.setbacks).toHaveLength(3);
    expect((await log.progress.progress(['arbiter'])).failures).toEqual([]);
  });

  it('appends nothing twice when it was not told that an append stands', async () => {
    log.follow(
      failing(async (go, attempt) => {
        const answer = await go();
        if (attempt % 2 === 1) throw new OutcomeUnknown('borrower');
        return answer;
      }),
    );
    const last = await log.append(
      issued({ bank: north, on: '2024-03-02' }),
      claimed({ bank: north }),
      issued({ bank: south, on: '2024-03-01' }),
      claimed({ bank: south }),
      issued({ bank: east, on: '2024-02-01' }),
    );
    expect(await log.settledAt(last)).toBe(true);
    expect((await log.derived()).map(({ type, institution }) => [type, institution])).toEqual([
      ['FirstTimeRecognised', north],
      ['FirstTimeDenied', north],
      ['FirstTimeRecognised', south],
      ['FirstTimeDenied', south],
    ]);
  });

  it('stops at a type of fact that it does not know in a loan', async () => {
    const unknownType = issued({ bank: north, on: '2024-03-01' });
    await log.append({ ...unknownType, fact: { ...unknownType.fact, type: 'LoanForgiven' } });
    log.follow();
    expect(await log.following[0]).toMatchObject({ outcome: 'failed', failure: { seq: 1 } });
  });
});
