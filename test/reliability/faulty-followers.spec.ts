import { afterEach, describe, expect, it } from '@jest/globals';
import { openPostgresLog } from '#event-log';
import type { SequencedFact } from '#facts';
import { loanBookChecker, loanBookProjection } from '#loan-book';
import type { Mismatch } from '#projections';
import { bankA, FollowedLog, loanOf, planted } from '#testing';

/*
 * What crashes would do to followers that are written wrongly, planted one by one: the checkers that look after campaigns of killed processes
 * see each of them.
 */

const loans = Array.from({ length: 4 }, (_, no) => loanOf(bankA, `L${no}`));
/** The first batch begins all loans, the second changes them. */
const facts = planted([
  ...loans.map(({ issued }) => issued('2024-01-10', { maturityDate: '2024-12-20' })),
  ...loans.map(({ repaid }) => repaid('2024-06-03')),
]);
const batchSize = loans.length;

type Apply = (facts: readonly SequencedFact[]) => Promise<void>;

/** How a follower applies its second batch; all others it applies as it should. */
const faults: readonly (readonly [string, (apply: Apply) => Apply])[] = [
  ['its checkpoint outlives a crash that takes its rows', () => async () => undefined],
  [
    'its rows outlive a crash that takes its checkpoint',
    (apply) => async (batch) => {
      await apply(batch);
      await apply(batch);
    },
  ],
  ['it begins one fact too late', (apply) => (batch) => apply(batch.slice(1))],
  ['it ends one fact too early', (apply) => (batch) => apply(batch.slice(0, -1))],
  ['its batch is torn', (apply) => (batch) => apply(batch.slice(0, batchSize / 2))],
];

describe('a follower of the book of loans', () => {
  let log: FollowedLog<Mismatch>;
  afterEach(() => log.close());

  /** What the checker finds after a follower applied all facts, the second batch in its own way. */
  const foundAfter = async (faulty: (apply: Apply) => Apply): Promise<readonly Mismatch[]> => {
    let batches = 0;
    log = await FollowedLog.of<Mismatch>({
      openLog: openPostgresLog,
      checker: loanBookChecker,
      projection: {
        ...loanBookProjection,
        apply: (batch, connection) => {
          const apply: Apply = (some) => loanBookProjection.apply(some, connection);
          batches += 1;
          return (batches === 2 ? faulty(apply) : apply)(batch);
        },
      },
    });
    for (const fact of facts) await log.append(bankA, fact.stream, fact);
    const found = await log.apply(batchSize);
    expect(batches).toBe(2);
    return found;
  };

  it('that is right is found right', async () => {
    expect(await foundAfter((apply) => apply)).toEqual([]);
  });

  it.each(faults)('is found wrong where %s', async (_, faulty) => {
    expect(await foundAfter(faulty)).not.toEqual([]);
  });
});
