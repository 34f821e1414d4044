import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '#calendar';
import { borrowerStream } from '#facts';
import { arbiter } from './arbiter.projection.js';
import { ArbiterLog, type Derived } from './testing/arbiter-log.js';
import {
  borrowerKey,
  cancelled,
  claimed,
  decided,
  issued,
  north,
  opened,
  repaid,
  south,
} from './testing/borrower-facts.js';

let log: ArbiterLog;

beforeEach(async () => {
  log = await ArbiterLog.begin();
});
afterEach(() => log.close());

const recognised = (institution: string, effectiveDate: string, causedBy: number): Derived => ({
  type: 'FirstTimeRecognised',
  institution,
  effectiveDate,
  reason: null,
  held: false,
  causedBy,
});

describe('the arbiter', () => {
  it('recognises a claim, and says by whom, why and from what', async () => {
    log.follow();
    const issue = issued({ bank: north, on: '2024-03-01', at: '10:00:00' });
    const claim = claimed({ bank: north });
    expect(await log.settledAt(await log.append(issue, claim))).toBe(true);
    const [[fact]] = (await log.open.log.readStreams([{ stream: borrowerStream(borrowerKey), from: 0 }])) as [
      [object],
    ];
    expect(fact).toMatchObject({
      type: 'FirstTimeRecognised',
      revision: 0,
      effectiveDate: '2024-03-01',
      institution: north,
      data: { borrowerKey, loanId: 'L1', reason: null, earlierDate: null, held: false, causedBy: 2 },
      metadata: { actor: 'registry', causationId: claim.fact.eventId, reportId: null },
    });
    expect(Object.keys((fact as { data: object }).data)).toHaveLength(6);
  });

  it('answers a prior loan that was recorded between another bank’s claim and its settling', async () => {
    await log.append(
      issued({ bank: north, on: '2024-03-01', at: '10:00:00' }),
      claimed({ bank: north }),
      opened({ bank: south, start: '2019-05-05' }),
    );
    log.follow();
    expect(await log.settledAt(3)).toBe(true);
    expect(await log.derived()).toEqual([
      recognised(north, '2024-03-01', 2),
      {
        type: 'FirstTimeDenied',
        institution: north,
        effectiveDate: '2024-03-01',
        reason: 'PRIOR_LOAN',
        held: true,
        causedBy: 3,
      },
    ]);
  });

  it('recognises again when the prior loan falls, and knows its borrower though the cancellation names none', async () => {
    log.follow();
    await log.append(
      issued({ bank: south, on: '2024-02-01' }),
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      repaid({ bank: north }),
    );
    expect(await log.settledAt(4)).toBe(true);
    const seq = await log.append(cancelled({ bank: south }));
    expect(await log.settledAt(seq)).toBe(true);
    expect((await log.derived()).map(({ type, causedBy }) => [type, causedBy])).toEqual([
      ['FirstTimeDenied', 3],
      ['FirstTimeRecognised', seq],
    ]);
  });

  it('lets a supervisor’s decision count at its place in the order', async () => {
    log.follow();
    await log.append(
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01', at: '09:00:00' }),
      claimed({ bank: north }),
      claimed({ bank: south }),
    );
    expect(await log.settledAt(4)).toBe(true);
    const seq = await log.append(decided({ bank: north }));
    expect(await log.settledAt(seq)).toBe(true);
    expect((await log.derived()).slice(-2)).toEqual([
      {
        type: 'FirstTimeSuperseded',
        institution: south,
        effectiveDate: '2024-03-01',
        reason: 'CONTEST_DECIDED',
        held: true,
        causedBy: seq,
      },
      recognised(north, '2024-03-01', seq),
    ]);
  });

  it('is not taken for done before what it derived stands in the order it has passed', async () => {
    await log.append(issued({ bank: north, on: '2024-03-01' }), claimed({ bank: north }));
    const held = arbiter({ log: log.open.log, clock: systemClock });
    const connection = await log.pool.connect();
    await connection.query('begin');
    await held.apply(await log.open.sequence.readAfter(0, 10), connection);
    await connection.query(
      `insert into projection_checkpoints (name, version, seq) values ('arbiter', 1, 2)`,
    );
    await connection.query('commit');
    connection.release();
    expect(await log.settledAt(2, 100)).toBe(false);
    expect(await log.settledAt(1, 100)).toBe(true);
    log.follow();
    expect(await log.settledAt(2)).toBe(true);
    await log.pool.query(`insert into projection_checkpoints (name, version, seq) values ('book', 1, 2)`);
    expect(await log.progress.waitUntilProjected(['book'], 2, 100)).toBe(true);
    expect(await log.progress.waitUntilProjected(['book', 'arbiter'], 2, 100)).toBe(false);
    await log.pool.query(`update projection_checkpoints set seq = 3 where name = 'book'`);
    expect(await log.progress.waitUntilProjected(['book', 'arbiter'], 2, 100)).toBe(true);
  });

  it('is followed up at once, not at the next look', async () => {
    log.follow();
    await log.append(issued({ bank: north, on: '2024-03-01' }), issued({ bank: south, on: '2024-03-02' }));
    await log.settledAt(2);
    const tookMs: number[] = [];
    // The quickest of some: the machine may be busy with another.
    for (const bank of [north, south]) {
      const began = performance.now();
      expect(await log.settledAt(await log.append(claimed({ bank })))).toBe(true);
      tookMs.push(performance.now() - began);
    }
    expect(Math.min(...tookMs)).toBeLessThan(700);
  });
});
