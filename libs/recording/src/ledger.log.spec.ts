import { describe, expect, it } from '@jest/globals';
import { LogShortened } from '#event-log';
import { asInstitutionCode } from '#identifiers';
import { append, clock, counted, countingLog } from './testing/counting-log.js';
import { Ledger } from './ledger.log.js';

const bank = asInstitutionCode('C1010211000012');

const setUp = () => {
  const { log, index } = countingLog();
  return { log, ledger: new Ledger(log, index, clock) };
};

describe('reports looked up in one moment', () => {
  it('are found each by its own sender, id and stream', async () => {
    const { log, ledger } = setUp();
    for (const stream of ['a', 'b'])
      await log.append({ stream, expectedRevision: 'none', facts: [counted(1, 'r1')] });
    await log.append({ stream: 'c', expectedRevision: 'none', facts: [counted(1, 'r2')] });
    const found = await Promise.all([
      ledger.findReport(bank, 'r1'),
      ledger.findReport(bank, 'r1', 'a'),
      ledger.findReport(bank, 'r1', 'b'),
      ledger.findReport(asInstitutionCode('C1020411000013'), 'r1', 'b'),
      ledger.findReport(bank, 'r2', 'b'),
      ledger.findReport(bank, 'r3'),
    ]);
    expect(found.map((report) => report?.stream ?? null)).toEqual(['a', 'a', 'b', null, 'c', null]);
  });
});

describe('where to wait for a fact recorded before', () => {
  it('is after all that this process appended, which does not go back', async () => {
    const { log, ledger } = setUp();
    await log.append(append('a', 'none', 1));
    expect(await ledger.positionAtOrAfter({ stream: 'a', revision: 0 }, null)).toBe('1');
    ledger.appendedUpTo('7');
    ledger.appendedUpTo('5');
    expect(await ledger.positionAtOrAfter({ stream: 'a', revision: 0 }, null)).toBe('7');
    await expect(ledger.positionAtOrAfter({ stream: 'a', revision: 1 }, null)).rejects.toThrow(LogShortened);
  });
});
