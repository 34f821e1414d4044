import { describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { AppendTooLarge } from '../event-log-errors.js';
import type { Append, AppendGuard, ExpectedRevision } from '../event-log.js';
import { appendLimitBytes } from '../serialised-append.js';
import type { Opened } from './opened-log.js';
import {
  asStored,
  bank1,
  bank2,
  collected,
  factOfBytes,
  foundIn,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from './planted-appends.js';

/** The contract of appending. */
export const describeAppending = (opened: Opened): void => {
  const stored = (stream: string) => collected(opened().log.readStream({ stream }));
  const conflict = (actualRevision: ExpectedRevision) => ({ outcome: 'conflict', actualRevision });

  describe('appending', () => {
    it('begins a stream and continues it at its last revision', async () => {
      const { log } = opened();
      const stream = newStream();
      const first = plantedAppend(stream, 'none');
      const second = plantedAppend(stream, 0, plantedFacts(3));
      expect(await log.append(first)).toMatchObject({
        outcome: 'appended',
        firstRevision: 0,
        lastRevision: 0,
      });
      expect(await log.append(second)).toMatchObject({
        outcome: 'appended',
        firstRevision: 1,
        lastRevision: 3,
      });
      expect(await stored(stream)).toEqual([...asStored(first, 0), ...asStored(second, 1)]);
    });

    it('refuses every other revision, and gives the actual one', async () => {
      const { log } = opened();
      const stream = newStream();
      expect(await log.append(plantedAppend(stream, 0))).toEqual(conflict('none'));
      expect(await log.append(plantedAppend(stream, 7))).toEqual(conflict('none'));
      await log.append(plantedAppend(stream, 'none', plantedFacts(3)));
      for (const wrong of ['none', 0, 1, 3, 4, 1_000] as const)
        expect(await log.append(plantedAppend(stream, wrong))).toEqual(conflict(2));
      expect(await stored(stream)).toHaveLength(3);
    });

    it('accepts one of 32 concurrent appends at one revision', async () => {
      const { log } = opened();
      const stream = newStream();
      for (const expected of ['none', 0, 1] as const) {
        const answers = await Promise.all(
          Array.from({ length: 32 }, () => log.append(plantedAppend(stream, expected))),
        );
        expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
        expect(answers.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(31);
      }
      expect(await stored(stream)).toHaveLength(3);
    });

    it('keeps the order in which appends to one stream were handed over', async () => {
      const { log } = opened();
      const stream = newStream();
      const appends = Array.from({ length: 50 }, (_, place) =>
        plantedAppend(stream, place === 0 ? 'none' : place - 1),
      );
      const answers = await Promise.all(appends.map((append) => log.append(append)));
      expect(answers.map((answer) => answer.outcome)).toEqual(appends.map(() => 'appended'));
      expect(await stored(stream)).toEqual(appends.flatMap((append, place) => asStored(append, place)));
    });

    it('stores all facts of an append or none', async () => {
      const { log } = opened();
      const stream = newStream();
      const answers = await Promise.all(
        Array.from({ length: 16 }, () => log.append(plantedAppend(stream, 'none', plantedFacts(5)))),
      );
      expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(await stored(stream)).toHaveLength(5);
    });

    it('accepts one and refuses another in the same group', async () => {
      const { log } = opened();
      const [good, bad] = [newStream(), newStream()];
      const answers = await Promise.all([
        log.append(plantedAppend(good, 'none')),
        log.append(plantedAppend(bad, 3)),
        log.append(plantedAppend(newStream(), 'none')),
      ]);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['appended', 'conflict', 'appended']);
    });

    it('reads acknowledged facts at once', async () => {
      const { log, index } = opened();
      await Promise.all(
        Array.from({ length: 50 }, async () => {
          const append = plantedAppend(newStream(), 'none');
          await log.append(append);
          const [fact] = append.facts;
          expect(await stored(append.stream)).toEqual(asStored(append, 0));
          expect(await log.readStreams([{ stream: append.stream, from: 0 }])).toEqual([asStored(append, 0)]);
          expect(await foundIn(index, bank1, fact?.metadata.reportId ?? '')).toMatchObject({
            stream: append.stream,
          });
        }),
      );
    });

    it('accepts 900,000 bytes and refuses one more', async () => {
      const { log } = opened();
      const stream = newStream();
      const largest = plantedAppend(stream, 'none', [factOfBytes(appendLimitBytes)]);
      expect(await log.append(largest)).toMatchObject({ outcome: 'appended' });
      const larger = plantedAppend(stream, 0, [factOfBytes(appendLimitBytes + 1)]);
      await expect(log.append(larger)).rejects.toThrow(AppendTooLarge);
      const together = plantedAppend(stream, 0, [factOfBytes(500_000), factOfBytes(400_001)]);
      await expect(log.append(together)).rejects.toThrow(AppendTooLarge);
      expect(await stored(stream)).toEqual(asStored(largest, 0));
    });

    it('refuses a malformed append', async () => {
      const { log } = opened();
      await expect(log.append(plantedAppend(newStream(), 'none', []))).rejects.toThrow(TypeError);
      for (const revision of [-1, 0.5, NaN])
        await expect(log.append(plantedAppend(newStream(), revision))).rejects.toThrow(TypeError);
      for (const name of ['', 'loan-\0', 'loan-\ud800'])
        await expect(log.append(plantedAppend(name, 'none'))).rejects.toThrow(TypeError);
    });

    it('stores text unchanged', async () => {
      const { log } = opened();
      const texts = [
        '上海浦东发展银行',
        '𠮷野家 👩‍👩‍👧‍👦',
        'e\u0301 is not \u00e9',
        `it's "quoted" \\ and \\" and \\\\`,
        'two\nlines\r\n\ttab \u2028 \u0000 \u0001 \ud800 end',
        '{"a":[1,null]}',
        '{a,b} NULL "NULL"',
        '\ufeff$1 \\N --; %s',
      ];
      const data = Object.fromEntries(
        texts.flatMap((text, place) => [
          [`text${place}`, text],
          [text, place],
        ]),
      );
      const stream = `${newStream()}-${texts[1]}-'"\\{},`;
      const append = plantedAppend(stream, 'none', [
        plantedFact({ data, type: `Type'"\\,{}${texts[0]}` }),
        plantedFact({
          data: JSON.parse('{"b":1,"a":{"__proto__":1},"n":1.5e-7,"none":null}'),
          effectiveDate: null,
          institution: null,
        }),
      ]);
      await log.append(append);
      const facts = await stored(stream);
      expect(facts).toEqual(asStored(append, 0));
      expect(JSON.stringify(facts[0]?.data)).toBe(JSON.stringify(data));
      expect(JSON.stringify(facts[1]?.data)).toBe('{"b":1,"a":{"__proto__":1},"n":1.5e-7,"none":null}');
    });
  });

  describe('an append with a guard', () => {
    const guarded = (guard: AppendGuard, changes: Partial<Append> = {}): Append => ({
      ...plantedAppend(newStream(), 'none'),
      ...changes,
      guard,
    });
    const keeping = () => (opened().log.keepsGuards ? opened().log : undefined);
    const outcomes = async (appends: readonly Append[]): Promise<readonly string[]> =>
      (await Promise.all(appends.map((append) => opened().log.append(append)))).map(({ outcome }) => outcome);

    it('is a conflict where the guarded stream has another revision, and nothing is written', async () => {
      const other = newStream();
      if (!keeping()) return;
      const none = { stream: other, revision: 'none' } as const;
      expect(await outcomes([guarded(none), guarded({ stream: other, revision: 0 })])).toEqual([
        'appended',
        'conflict',
      ]);
      await opened().log.append(plantedAppend(other, 'none', plantedFacts(2)));
      const wrong = [none, { stream: other, revision: 0 }, { stream: other, revision: 2 }].map((guard) =>
        guarded(guard),
      );
      const right = guarded({ stream: other, revision: 1 });
      const unguarded = plantedAppend(newStream(), 'none');
      expect(await outcomes([...wrong, right, unguarded])).toEqual([
        'conflict',
        'conflict',
        'conflict',
        'appended',
        'appended',
      ]);
      for (const { stream } of wrong) expect(await stored(stream)).toEqual([]);
      expect(await stored(right.stream)).toEqual(asStored(right, 0));
      expect(await stored(unguarded.stream)).toEqual(asStored(unguarded, 0));
    });

    it('is a conflict where a stored fact has the report id', async () => {
      if (!keeping()) return;
      const guard = { stream: newStream(), revision: 'none' } as const;
      const [first, second] = plantedFacts(2);
      if (!first || !second) throw new Error('Two facts were planted.');
      await opened().log.append(plantedAppend(newStream(), 'none', [first]));
      const again = { ...plantedFact({ metadata: first.metadata }) };
      const elsewhere = { ...again, eventId: v7(), institution: bank2 };
      const without = plantedFact({ metadata: { ...first.metadata, reportId: null } });
      expect(
        await outcomes([
          guarded(guard, { facts: [again] }),
          guarded(guard, { facts: [second, again] }),
          guarded(guard, { facts: [elsewhere] }),
          guarded(guard, { facts: [without] }),
        ]),
      ).toEqual(['conflict', 'conflict', 'appended', 'appended']);
      expect(await outcomes([guarded(guard, { facts: [second] })])).toEqual(['appended']);
    });

    it('accepts one of several concurrent appends with one report id', async () => {
      if (!keeping()) return;
      const guard = { stream: newStream(), revision: 'none' } as const;
      const { metadata } = plantedFact();
      const answers = await outcomes(
        Array.from({ length: 16 }, () => guarded(guard, { facts: [plantedFact({ metadata })] })),
      );
      expect(answers.filter((outcome) => outcome === 'appended')).toHaveLength(1);
      expect(answers.filter((outcome) => outcome === 'conflict')).toHaveLength(15);
    });

    it('never stands behind a fact of the other stream that it was not decided on', async () => {
      if (!keeping()) return;
      const other = newStream();
      const guard = { stream: other, revision: 'none' } as const;
      const appends = Array.from({ length: 20 }, () => guarded(guard));
      const moves = plantedAppend(other, 'none');
      const [moved, ...answers] = await Promise.all(
        [moves, ...appends].map((each) => opened().log.append(each)),
      );
      const positionOf = (answer: typeof moved): bigint =>
        answer?.outcome === 'appended' ? BigInt(answer.position) : -1n;
      for (const answer of answers) expect(positionOf(answer)).toBeLessThan(positionOf(moved));
    });

    it('has the first answer when it is repeated, though the guard holds no longer', async () => {
      if (!keeping()) return;
      const other = newStream();
      const append = guarded({ stream: other, revision: 'none' });
      const first = await opened().log.append(append);
      await opened().log.append(plantedAppend(other, 'none'));
      expect(await opened().log.append(append)).toEqual(first);
      expect(await stored(append.stream)).toHaveLength(1);
    });
  });

  describe('an append repeated', () => {
    it('has the first answer, and is stored once', async () => {
      const { log } = opened();
      const stream = newStream();
      const append = plantedAppend(stream, 'none', plantedFacts(3));
      const first = await log.append(append);
      await log.append(plantedAppend(stream, 2, plantedFacts(2)));
      expect(await log.append(append)).toEqual(first);
      expect(await Promise.all([log.append(append), log.append(append)])).toEqual([first, first]);
      expect(await stored(stream)).toHaveLength(5);
    });

    it('handed over twice at once is stored once', async () => {
      const { log } = opened();
      const append = plantedAppend(newStream(), 'none');
      const [one, other] = await Promise.all([log.append(append), log.append(append)]);
      expect(one).toMatchObject({ outcome: 'appended' });
      expect(other).toEqual(one);
      expect(await stored(append.stream)).toHaveLength(1);
    });

    it('with another body keeps the first', async () => {
      const { log } = opened();
      const append = plantedAppend(newStream(), 'none');
      const first = await log.append(append);
      const changed = {
        ...append,
        facts: append.facts.map((fact) => ({ ...fact, type: 'Other', data: { other: 1 } })),
      };
      expect(await log.append(changed)).toEqual(first);
      expect(await stored(append.stream)).toEqual(asStored(append, 0));
    });

    it('at another revision, or only in part, is a conflict', async () => {
      const { log } = opened();
      const stream = newStream();
      const append = plantedAppend(stream, 'none', plantedFacts(2));
      await log.append(append);
      const [first] = append.facts;
      expect(await log.append({ ...append, expectedRevision: 0 })).toEqual(conflict(1));
      expect(await log.append({ ...append, expectedRevision: 5 })).toEqual(conflict(1));
      expect(
        await log.append({ ...append, facts: [plantedFact({ eventId: v7() }), ...append.facts] }),
      ).toEqual(conflict(1));
      expect(await log.append({ ...append, facts: [...append.facts, plantedFact()] })).toEqual(conflict(1));
      expect(await log.append({ ...append, facts: first ? [first, plantedFact()] : [] })).toEqual(
        conflict(1),
      );
      expect(await stored(stream)).toHaveLength(2);
    });
  });
};
