import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkerOf } from '#projections';
import { arbiterChecker } from './arbiter.checker.js';
import { ArbiterLog } from './testing/arbiter-log.js';
import {
  cancelled,
  claimed,
  decided,
  issued,
  north,
  opened,
  reversed,
  south,
} from './testing/borrower-facts.js';

let log: ArbiterLog;

beforeEach(async () => {
  log = await ArbiterLog.begin();
});
afterEach(() => log.close());

describe('what the arbiter keeps', () => {
  const wrongRows = async (checker = arbiterChecker): Promise<readonly string[]> => {
    const connection = await log.pool.connect();
    const mismatches = await checker.check(connection);
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

  it("is looked at whole, some facts at a time, though a loan was reversed and is another borrower's by now", async () => {
    log.follow();
    const [former, latter, gone] = ['A', 'B', 'C'];
    await log.append(
      issued({ bank: north, borrower: former, on: '2024-03-01' }),
      claimed({ bank: north, borrower: former }),
      reversed(1, { bank: north }),
      reversed(0, { bank: north }),
      issued({ bank: south, loanId: 'L2', borrower: gone, on: '2024-03-01' }),
      reversed(0, { bank: south, loanId: 'L2' }),
      issued({ bank: south, loanId: 'L3', borrower: latter, on: '2024-03-02' }),
      cancelled({ bank: south, loanId: 'L3' }),
    );
    const last = await log.append(
      issued({ bank: north, borrower: latter, on: '2024-03-01' }),
      claimed({ bank: north, borrower: latter }),
    );
    expect(await log.settledAt(last)).toBe(true);
    const ofFew = checkerOf(arbiterChecker.projection, arbiterChecker.parts, 2);
    expect([await wrongRows(), await wrongRows(ofFew)]).toEqual([[], []]);

    const row = `from first_time_dossier where borrower_key =`;
    const emptied = `set dossier = '{"drawdowns": {}, "claims": [], "decisions": []}'`;
    const faults = [
      [former, `delete ${row} '${former}'`],
      [former, `update first_time_dossier ${emptied} where borrower_key = '${former}'`],
      [latter, `delete ${row} '${latter}'`],
      [latter, `update first_time_dossier ${emptied} where borrower_key = '${latter}'`],
      [gone, `delete ${row} '${gone}'`],
      ['none', `insert into first_time_dossier select 'none', dossier ${row} '${former}'`],
      ['none', `insert into first_time_dossier select 'none', dossier ${row} '${latter}'`],
    ] as const;
    const connection = await log.pool.connect();
    for (const [borrower, fault] of faults) {
      await connection.query('begin');
      await connection.query(fault);
      const found = [...(await arbiterChecker.check(connection)), ...(await ofFew.check(connection))];
      expect([fault, ...found.map(({ table, key }) => `${table} ${key}`)]).toEqual([
        fault,
        `first_time_dossier ${borrower}`,
        `first_time_dossier ${borrower}`,
      ]);
      await connection.query('rollback');
    }
    connection.release();
  });
});
