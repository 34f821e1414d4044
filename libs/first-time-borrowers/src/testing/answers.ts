import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { arbiterChecker } from '../arbiter.checker.js';
import { ArbiterLog, type Derived } from './arbiter-log.js';
import { borrowerKey, north, type Planted } from './borrower-facts.js';

// What an arbiter says of facts, in words; for specs that plant some and look at the answer.

export const otherBorrower = '9131000013221158XC';

const told = ({ type, institution, effectiveDate, reason, held }: Derived): string =>
  [
    type.replace('FirstTime', ''),
    institution === north ? 'north' : 'south',
    effectiveDate,
    reason,
    held && 'held',
  ]
    .filter(Boolean)
    .join(' ');

/** One log for the tests of a file; each test plants for borrowers and loans of its own. After each the checker agrees. */
export const answers = () => {
  let log: ArbiterLog;
  let test = 0;
  beforeAll(async () => {
    log = await ArbiterLog.begin();
    log.follow();
  });
  afterEach(async () => {
    test += 1;
    const connection = await log.pool.connect();
    expect(await arbiterChecker.check(connection)).toEqual([]);
    connection.release();
  });
  afterAll(() => log.close());

  const keys = () => [borrowerKey, otherBorrower].map((key) => `${key}-${test}`);
  const own = (facts: readonly Planted[]): readonly Planted[] =>
    JSON.parse(
      JSON.stringify(facts)
        .replaceAll(/(loan-\w+-|"loanId":")(L\d)/g, `$1$2-${test}`)
        .replaceAll(new RegExp(`(${borrowerKey}|${otherBorrower})`, 'g'), `$1-${test}`),
    ) as readonly Planted[];
  const derived = () => Promise.all(keys().map((key) => log.derived(key)));

  /** What is said of either borrower because of these facts. */
  const answer = async (...given: readonly Planted[]): Promise<readonly string[]> => {
    const before = await derived();
    expect(await log.settledAt(await log.append(...own(given)))).toBe(true);
    const after = await derived();
    return after.flatMap((facts, index) => facts.slice(before[index]?.length).map(told));
  };
  return { answer, derived };
};
