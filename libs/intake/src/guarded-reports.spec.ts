import { describe, expect, it } from '@jest/globals';
import { LogShortened } from '#event-log';
import { Ledger } from '#recording';
import { setUp, tallied, tallyingOn } from './testing/tallies.js';

describe('a report whose append is guarded', () => {
  it('asks for neither its sender nor its id where the log keeps guards', async () => {
    const asked: string[] = [];
    const { send, ledger } = await setUp((log) => {
      const readStreams: typeof log.readStreams = (reads) => {
        asked.push(...reads.map(({ stream }) => stream));
        return log.readStreams(reads);
      };
      return Object.assign(Object.create(log) as typeof log, { readStreams });
    });
    const findMany = ledger.index.findMany.bind(ledger.index);
    ledger.index.findMany = (reports) => {
      asked.push(...reports.map(({ reportId }) => reportId));
      return findMany(reports);
    };
    await send(tallied('r1', '1.00'));
    asked.length = 0;
    await send(tallied('r2', '1.00'));
    expect(asked).toEqual([]);
    expect(await send(tallied('r2', '1.00', 'L2'))).toMatchObject({ violated: [{ rule: 'DUP-R01' }] });
    expect(asked).toContain('r2');
  });

  it('is not told to be recorded by a log that lost it', async () => {
    let isShort = false;
    const { send } = await setUp((log) => {
      const readStreams: typeof log.readStreams = async (reads) => {
        if (isShort) throw new LogShortened();
        return log.readStreams(reads);
      };
      return Object.assign(Object.create(log) as typeof log, { readStreams });
    });
    await send(tallied('r1', '1.00'));
    isShort = true;
    await expect(send(tallied('r1', '1.00'))).rejects.toThrow(LogShortened);
    await expect(send(tallied('r1', '2.00'))).rejects.toThrow(LogShortened);
    isShort = false;
    expect(await send(tallied('r1', '1.00'))).toMatchObject({ repeated: true });
  });

  it('is not recorded by who does not know yet that its institution was suspended', async () => {
    const { send, ledger, institution } = await setUp();
    const other = tallyingOn(new Ledger(ledger.log, ledger.index, ledger.clock));
    await send(tallied('r1', '1.00'));
    await other.send(tallied('r2', '1.00'));
    await institution('InstitutionSuspended', { reason: 'review' });
    for (const one of [send, other.send])
      expect(await one(tallied('r3', '1.00'))).toMatchObject({ violated: [{ rule: 'IDN-R05' }] });
    await institution('InstitutionReinstated');
    for (const [id, one] of [
      ['r4', send],
      ['r5', other.send],
    ] as const)
      expect(await one(tallied(id, '1.00'))).toMatchObject({ outcome: 'recorded', repeated: false });
  });
});
