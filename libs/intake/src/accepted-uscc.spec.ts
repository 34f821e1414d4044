import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '#calendar';
import { type ManyStreams, openMemoryLog } from '#event-log';
import { usccStream } from '#facts';
import { Ledger, newFact } from '#recording';
import type { Report } from '#reports';
import { exampleBank, exampleReport } from '#testing';
import { isUsccAccepted } from './decide-report.log.js';
import { readReport } from './read-report.js';

const clock = fixedClock(Date.parse('2024-12-31T04:00:00.000Z'));
const doubted = '913100001322602501';

const reportOf = (id: string): Report => {
  const { borrower } = exampleReport('loan.issued').data as { borrower: object };
  const report = exampleReport('loan.issued', { borrower: { ...borrower, id } });
  const reading = readReport(report, exampleBank, '2024-12-31');
  if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
  return reading.report;
};

describe('whether a USCC is lawful by a fact', () => {
  it('is asked of the log for a code in doubt alone, and not again once it is', async () => {
    const { log, index } = openMemoryLog();
    const asked: string[] = [];
    const readStreams: ManyStreams['readStreams'] = (reads) => {
      asked.push(...reads.map(({ stream }) => stream));
      return log.readStreams(reads);
    };
    const ledger = new Ledger(Object.assign(Object.create(log) as typeof log, { readStreams }), index, clock);
    for (const id of ['91310000132260250X', '91350100M0001TGQXM', '9131'])
      expect([id, await isUsccAccepted(ledger, reportOf(id))]).toEqual([id, false]);
    expect(asked).toEqual([]);
    for (let times = 1; times <= 2; times += 1) {
      expect(await isUsccAccepted(ledger, reportOf(doubted))).toBe(false);
      expect(asked).toEqual(Array<string>(times).fill(usccStream(doubted)));
    }
    const fact = newFact(
      { type: 'UsccAccepted', data: { code: doubted, reason: 'issued so' } },
      { actor: 'key:k1', correlationId: null },
      clock.now(),
    );
    await log.append({ stream: usccStream(doubted), expectedRevision: 'none', facts: [fact] });
    for (let times = 0; times < 3; times += 1)
      expect(await isUsccAccepted(ledger, reportOf(doubted))).toBe(true);
    expect(asked).toHaveLength(3);
  });
});
