import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import {
  collected,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from '../contract/planted-appends.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;
let opened: OpenLog;

beforeAll(async () => {
  postgres = await postgresForSpec();
  opened = postgres.openLog();
  // Finds an empty log.
  await opened.log.append(plantedAppend(newStream(), 'none'));
});
afterAll(() => postgres.close());

const one = 'append_expected_fact';
const group = 'append_expected_facts';
const whole = 'append_facts';

/** Names of the statements that appended something. */
const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const asked = jest.spyOn(pg.Client.prototype, 'query');
  await work();
  const names = asked.mock.calls.map(([question]) => (question as { readonly name?: string }).name ?? '');
  asked.mockRestore();
  return names.filter((name) => name.startsWith('append_'));
};

const known = plantedFact();

const stamped = (stampedAt: string) => plantedFact({ metadata: { ...plantedFact().metadata, stampedAt } });

describe('appends against which nothing stands', () => {
  it('are one question, for one fact and for many', async () => {
    const { log } = opened;
    expect(await statementsOf(() => log.append(plantedAppend(newStream(), 'none')))).toEqual([one]);
    const many = plantedAppend(newStream(), 'none', plantedFacts(3));
    expect(await statementsOf(() => log.append(many))).toEqual([group]);
    const next = plantedAppend(many.stream, 2, [plantedFact({ type: `'{"odd\\",\n name}` })]);
    expect(
      await statementsOf(() => log.append({ ...next, guard: { stream: newStream(), revision: 'none' } })),
    ).toEqual([one]);
    const stored = await collected(log.readStream({ stream: many.stream }));
    expect(stored.map(({ type }) => type)).toEqual([...many.facts, ...next.facts].map(({ type }) => type));
  });

  it('are answered with the places that they have', async () => {
    const appends = [1, 3, 2].map((count) => plantedAppend(newStream(), 'none', plantedFacts(count)));
    const answers = await Promise.all(appends.map((append) => opened.log.append(append)));
    const head = await opened.sequence.headSeq();
    expect(answers).toEqual([
      { outcome: 'appended', firstRevision: 0, lastRevision: 0, position: String(head - 5) },
      { outcome: 'appended', firstRevision: 0, lastRevision: 2, position: String(head - 2) },
      { outcome: 'appended', firstRevision: 0, lastRevision: 1, position: String(head) },
    ]);
    const stored = await opened.sequence.readAfter(head - 6, 10);
    expect(stored.map(({ eventId }) => eventId)).toEqual(
      appends.flatMap(({ facts }) => facts.map(({ eventId }) => eventId)),
    );
  });

  it('look nothing up from one end of the table to the other', async () => {
    const through = postgres.openLog({ name: 'scans' });
    const scans = async (): Promise<unknown> => {
      await postgres.owner.query('select pg_stat_clear_snapshot()');
      const { rows } = await postgres.owner.query(
        `select seq_scan from pg_stat_user_tables where relname = 'facts'`,
      );
      return rows;
    };
    const before = await scans();
    const guard = { stream: newStream(), revision: 'none' } as const;
    const append = () => through.log.append({ ...plantedAppend(newStream(), 'none'), guard });
    for (let no = 0; no < 10; no += 1) await append();
    await Promise.all(Array.from({ length: 20 }, append));
    // What a connection counted is known when it ends.
    await through.close();
    expect(await scans()).toEqual(before);
  });
});

describe('appends against which something stands', () => {
  it.each([
    ['another revision', () => plantedAppend(newStream(), 4), 'conflict'],
    [
      'the revision of the guard',
      () => ({ ...plantedAppend(newStream(), 'none'), guard: { stream: newStream(), revision: 3 } }),
      'conflict',
    ],
    [
      'the id of its report',
      () => {
        const guard = { stream: newStream(), revision: 'none' } as const;
        return { ...plantedAppend(newStream(), 'none', [known]), guard };
      },
      'conflict',
    ],
    [
      'the order of its stamps, which the log does not keep',
      () =>
        plantedAppend(newStream(), 'none', [
          stamped('2024-05-06T09:00:00.001Z'),
          stamped('2024-05-06T09:00:00.000Z'),
        ]),
      'appended',
    ],
  ] as const)('are asked about again, and settled one by one: %s', async (_, appendOf, outcome) => {
    await opened.log.append(plantedAppend(newStream(), 'none', [known]));
    const append = appendOf();
    let answer: unknown;
    const asked = await statementsOf(async () => (answer = await opened.log.append(append)));
    expect(asked).toEqual([append.facts.length > 1 ? group : one, whole]);
    expect(answer).toMatchObject({ outcome });
  });

  it('are asked about again where the same append is repeated, and stored once', async () => {
    const append = plantedAppend(newStream(), 'none');
    const first = await opened.log.append(append);
    const again: unknown[] = [];
    expect(await statementsOf(async () => again.push(await opened.log.append(append)))).toEqual([one, whole]);
    expect(again).toEqual([first]);
  });
});
