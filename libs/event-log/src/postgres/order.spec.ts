import { asWritten } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { newStream, plantedAppend, plantedFact, plantedFacts } from '../contract/planted-appends.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;
let reader: OpenLog;

beforeAll(async () => {
  postgres = await postgresForSpec();
  reader = postgres.openLog();
});
afterAll(() => postgres.close());

const everything = (): Promise<readonly SequencedFact[]> => reader.sequence.readAfter(0, 1_000_000);

describe('the order of facts', () => {
  it('is dense, and a reader at the end of the log misses no fact of two processes', async () => {
    const processes = [postgres.openLog(), postgres.openLog()];
    let isDone = false;
    const tail = async (): Promise<readonly SequencedFact[]> => {
      const read: SequencedFact[] = [];
      for (;;) {
        const isLast = isDone;
        const facts = await reader.sequence.readAfter(read.length, 10_000);
        // As a follower does that believes what it has seen: the next is asked for after the last.
        read.push(...facts);
        if (read.length > 0 && read.at(-1)?.seq !== read.length)
          throw new Error(`A fact before ${read.length} is missing.`);
        if (isLast && facts.length === 0) return read;
      }
    };
    const tailing = tail();
    const ids = new Set<string>();
    await Promise.all(
      processes.flatMap(({ log }) =>
        Array.from({ length: 16 }, async () => {
          for (let round = 0; round < 50; round += 1) {
            const append = plantedAppend(newStream(), 'none', plantedFacts(1 + (round % 3)));
            const answer = await log.append(append);
            expect(answer.outcome).toBe('appended');
            for (const { eventId } of append.facts) ids.add(eventId);
          }
        }),
      ),
    );
    isDone = true;
    const read = await tailing;
    expect(read.map(({ seq }) => seq)).toEqual(read.map((_, index) => index + 1));
    expect(new Set(read.map(({ eventId }) => eventId))).toEqual(ids);
    expect(read).toEqual(await everything());
  });

  it('does not wait for a transaction that has nothing to do with it', async () => {
    await postgres.owner.query('begin');
    await postgres.owner.query('create table unrelated ()');
    const head = await reader.sequence.headSeq();
    const answer = await reader.log.append(plantedAppend(newStream(), 'none'));
    expect(answer).toMatchObject({ position: String(head + 1) });
    expect(await reader.sequence.readAfter(head, 10)).toHaveLength(1);
    await postgres.owner.query('rollback');
  });

  it('has no gap after appends that failed', async () => {
    const head = await reader.sequence.headSeq();
    const wrong = plantedAppend(newStream(), 'none', [
      plantedFact({ effectiveDate: asWritten('2024-02-30') }),
    ]);
    await expect(reader.log.append(wrong)).rejects.toThrow('cannot store (22008)');
    const answer = await reader.log.append(plantedAppend(newStream(), 'none'));
    expect(answer).toMatchObject({ position: String(head + 1) });
  });
});

describe('the time of recording', () => {
  it('is that of the stamp, and never goes backwards with a clock that does', async () => {
    const stamps = [
      '10:00:00.000',
      '10:00:00.001',
      '09:00:00.000',
      '10:00:00.000',
      '11:00:00.999',
      '10:30:00.000',
    ];
    const head = await reader.sequence.headSeq();
    const append = async (...times: readonly string[]): Promise<void> => {
      const facts = times.map((time) => {
        const fact = plantedFact();
        return { ...fact, metadata: { ...fact.metadata, stampedAt: `2031-01-01T${time}Z` } };
      });
      await reader.log.append(plantedAppend(newStream(), 'none', facts));
    };
    for (const stamp of stamps) await append(stamp);
    await append('11:00:00.998', '12:00:00.000', '08:00:00.000');
    const facts = await reader.sequence.readAfter(head, 100);
    expect(facts.map(({ recordedAt }) => recordedAt)).toEqual(
      [
        '10:00:00.000',
        '10:00:00.001',
        '10:00:00.001',
        '10:00:00.001',
        '11:00:00.999',
        '11:00:00.999',
        '11:00:00.999',
        '12:00:00.000',
        '12:00:00.000',
      ].map((time) => `2031-01-01T${time}Z`),
    );
  });
});
