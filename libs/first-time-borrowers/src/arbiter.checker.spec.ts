import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { arbiterChecker } from './arbiter.checker.js';
import { ArbiterLog } from './testing/arbiter-log.js';
import { cancelled, claimed, decided, issued, north, opened, south } from './testing/borrower-facts.js';

let log: ArbiterLog;

beforeEach(async () => {
  log = await ArbiterLog.begin();
});
afterEach(() => log.close());

describe('what the arbiter keeps', () => {
  const wrongRows = async (): Promise<readonly string[]> => {
    const connection = await log.pool.connect();
    const mismatches = await arbiterChecker.check(connection);
    connection.release();
    return mismatches.map(({ table, key }) => `${table} ${key}`);
  };

  it('is what a second derivation says; a row altered by hand is seen', async () => {
    log.follow();
    await log.append(
      opened({ bank: south, loanId: 'L0', start: '2019-01-01' }),
      cancelled({ bank: south, loanId: 'L0' }),
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01', at: '09:00:00' }),
      claimed({ bank: north }),
      claimed({ bank: south }),
    );
    expect(await log.settledAt(await log.append(decided({ bank: north })))).toBe(true);
    expect(await wrongRows()).toEqual([]);
    const alterations = [
      [
        'first_time_dossier',
        `update first_time_dossier set dossier = replace(dossier::text, 'STANDS', 'NONE')::json`,
      ],
      ['first_time_loan', `delete from first_time_loan where stream like '%L0'`],
      ['derived_facts', 'update derived_facts set seq = null'],
    ] as const;
    for (const [table, alteration] of alterations) {
      await log.pool.query(alteration);
      expect((await wrongRows()).map((row) => row.split(' ')[0])).toContain(table);
    }
  });
});
