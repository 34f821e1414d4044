import { describe, expect, it } from '@jest/globals';
import { measureStream } from '#facts';
import { asMeasureCode } from '#identifiers';
import { sharedLog } from './testing/deciding.js';
import { after, issued, loan, repaid } from './testing/changed-cases.js';
import { changing, correction, refusalOf, reported, reversal } from './testing/changing.js';

// Corrections and reversals among other reports: again, at once, after each other.

const principal = (amount: string): object => issued({ principal: amount });
const recorded = { outcome: 'recorded', repeated: false };

describe('a report that was corrected or reversed', () => {
  it('is not taken anew under its id: it has its first outcome', async () => {
    const { send, standing } = await changing();
    const sent = await send(issued());
    // Its position is at or after what was appended since.
    const first = { ...sent, position: expect.any(String) as unknown, repeated: true };
    expect(await send(correction('issue', principal('7.00')))).toMatchObject(recorded);
    expect(await send(issued())).toEqual(first);
    expect(refusalOf(await send(principal('7.00')))).toEqual(['DUP-R01 /id']);
    await send(reversal('issue'));
    expect(await send(issued())).toEqual(first);
    expect(await standing(loan)).toEqual([]);
    const anew = reported('loan.issued', 'anew');
    expect(await send(anew)).toMatchObject(recorded);
  });

  it('may be so in the request that it comes with, and what follows sees it', async () => {
    const { sendAll, standing } = await changing();
    const outcomes = await sendAll([
      principal('100.00'),
      repaid('150.00', 'early'),
      correction('issue', principal('200.00')),
      repaid('150.00'),
      reversal('repay'),
      reversal('issue'),
      reported('loan.issued', 'anew', { principal: '5.00' }),
      reversal('nowhere'),
    ]);
    expect(outcomes.map((outcome) => refusalOf(outcome)[0] ?? outcome.outcome)).toEqual([
      'recorded',
      'REP-R01 /data/amount',
      ...Array.from({ length: 5 }, () => 'recorded'),
      'REF-R02 /subject',
    ]);
    expect((await standing(loan)).map(({ data }) => data)).toMatchObject([{ principal: '5.00' }]);
  });

  it('is changed by one process after the other, each seeing what came out before', async () => {
    const { send, another, standing, recorded: facts } = await after(issued());
    const amounts = ['7.00', '8.00', '9.00', '10.00'];
    const outcomes = await Promise.all(
      amounts.map((amount) => another().send([correction('issue', principal(amount), `to-${amount}`)])),
    );
    expect(outcomes.flat()).toMatchObject(amounts.map(() => recorded));
    const last = (await facts(loan)).at(-1);
    expect((await standing(loan))[0]?.data).toMatchObject({
      principal: last?.metadata.reportId?.slice('to-'.length),
    });
    // Of two that say the same one changes nothing any more.
    const twice = ['one', 'two'].map((id) => another().send([correction('issue', principal('70.00'), id)]));
    const [one, two] = (await Promise.all(twice)).flat();
    expect([one, two].map((outcome) => outcome && refusalOf(outcome)).flat()).toEqual([
      'COR-R04 /data/replacement',
    ]);
    expect(await send(repaid('70.00'))).toMatchObject(recorded);
  });
});

describe('what comes later', () => {
  it('is decided on again with the day of its last correction', async () => {
    const { send } = await changing();
    await send(issued(), '2024-01-10');
    await send(repaid('1.00'), '2024-06-10');
    const moved = repaid('1.00', 'repay', { effectiveDate: '2024-12-01' });
    expect(await send(correction('repay', moved))).toMatchObject(recorded);
    expect(await send(correction('issue', principal('7.00')))).toMatchObject(recorded);
  });

  it('is not held to what other streams say now', async () => {
    const log = await sharedLog();
    const process = log.process();
    const value = (id: string) =>
      reported('indicator.reported', id, { value: '5.00' }, { subject: 'PREMIUM' });
    expect(await process.send([value('first'), value('second')])).toMatchObject([recorded, recorded]);
    const data = { code: 'PREMIUM', op: 'LATEST_SUM', unit: 'COUNT' };
    await log.append({
      stream: measureStream(asMeasureCode('PREMIUM')),
      expectedRevision: 0,
      facts: [{ ...(await log.facts())[0], eventId: 'amended', type: 'MeasureAmended', data } as never],
    });
    expect(await process.send([value('third')])).toMatchObject([{ violated: [{ rule: 'REF-R03' }] }]);
    // The second could not be reported any more; it stays, and the first is reversed.
    expect(await process.send([reversal('first')])).toMatchObject([recorded]);
    // What is put in place is held to them.
    const [outcome] = await process.send([
      correction('second', reported('indicator.reported', 'x', { value: '6.00' })),
    ]);
    expect(outcome).toMatchObject({ violated: [{ rule: 'REF-R03', pointer: '/data/replacement/unit' }] });
  });
});
