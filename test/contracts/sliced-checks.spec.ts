import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '#database';
import type { CheckedPart, Mismatch } from '#projections';
import { planted } from '#testing';
import { checkers } from '../../apps/projector/src/audit.process.js';
import { projected } from '../support/projected.js';
import { countingRows } from '../support/rows-read.js';
import { story, whole } from '../support/recorded-subjects.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Checks go on in slices that cost the same however much there is, and all of them together look at every row. */

const size = 24;
/** As in the projector. */
const shippedSize = 1_000;
/** Where all of them are gone through again and again. */
const largerSize = 400;

describe('slices of checks', () => {
  let registry: RunningRegistry;
  let pool: pg.Pool;
  let owner: pg.Client;

  const plant = async (stories: readonly number[]): Promise<void> => {
    const { rows } = await owner.query<{ head: number }>('select max(seq)::integer as head from facts');
    const facts = planted(stories.flatMap(story), (rows[0]?.head ?? 0) + 1);
    await owner.query(
      `with told as (
         insert into facts (seq, stream, revision, event_id, type, effective_date, institution, recorded_at, data, metadata)
         select seq, stream, revision + (select count(*) from facts before where before.stream = fact.stream), gen_random_uuid(), type, "effectiveDate", institution,
           (select max(recorded_at) from facts), data, metadata
         from json_to_recordset($1::json) as fact (seq bigint, stream text, revision integer, type text,
           "effectiveDate" date, institution text, data json, metadata json)
         returning seq)
       select pg_notify('xudai_facts', max(seq)::text) from told`,
      [JSON.stringify(facts)],
    );
    await projected(registry);
    expect(
      (await owner.query('select projection, type, message from parked_fact order by seq limit 1')).rows,
    ).toEqual([]);
    await owner.query('analyze');
  };

  const inSnapshot = async <Result>(work: (client: pg.ClientBase) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read');
      return await work(client);
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  /** Every slice of a part: what it finds, and how many rows it reads. */
  const slicesOf = (part: CheckedPart, most: number) =>
    inSnapshot(async (client) => {
      const slices: { found: readonly Mismatch[]; read: number }[] = [];
      for (let after: string | null = null; ;) {
        const counting = countingRows(client);
        const upTo: string | null = await part.sliceEnd(counting.client, after, most);
        const found = await part.check(counting.client, { after, upTo });
        slices.push({ found, read: counting.read() });
        if (upTo === null) return slices;
        await part.carry?.(client, { after, upTo });
        after = upTo;
      }
    });

  const mostRead = async (factsOrRows = size): Promise<ReadonlyMap<string, number>> => {
    const most = new Map<string, number>();
    for (const { projection, parts } of checkers)
      for (const part of parts) {
        const slices = await slicesOf(part, factsOrRows);
        expect([part.name, slices.flatMap(({ found }) => found)]).toEqual([part.name, []]);
        most.set(`${projection}: ${part.name}`, Math.max(...slices.map(({ read }) => read)));
      }
    return most;
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    pool = createPool(registry.appUrl, { max: 1, applicationName: 'xudai test checks' });
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await pool.end();
    await registry.close();
  });

  it('read no more of a log that is four times as long', async () => {
    await plant(Array.from({ length: 25 }, (_none, index) => index));
    const few = await mostRead();
    await plant(Array.from({ length: 75 }, (_none, index) => 40 + index));
    const many = await mostRead();
    const grown = [...many].filter(([name, read]) => read > 1.5 * (few.get(name) ?? 0) + 100);
    expect(grown.map(([name]) => name.split(': ')[1]).filter((name) => !whole.includes(name ?? ''))).toEqual(
      [],
    );
    expect(
      checkers
        .flatMap(({ parts }) => parts.map(({ name }) => name))
        .filter((name) => whole.includes(name))
        .toSorted(),
    ).toEqual(whole.toSorted());
  }, 300_000);

  it('find rows of a large slice by hash or index, and not by looking at all for each', async () => {
    const read = await mostRead(shippedSize);
    expect([...read].filter(([, rows]) => rows > 10 * shippedSize)).toEqual([]);
  });

  /** A row of a table, from the first, the middle or the last of them by key, altered or gone; and one of something that there is not. */
  const tables: readonly (readonly [table: string, key: string, content: string, another: string])[] = [
    ['loan_page', 'institution, loan_id', `classification = 'LOSS'`, `loan_id = 'none'`],
    ['claim_page', 'institution, loan_id', `page = '{}'`, `loan_id = 'none'`],
    ['borrower_page', 'borrower_key, institution', `page = '{"seq": 1}'`, `borrower_key = 'none'`],
    [
      'disbursement_page',
      'institution, programme, disbursement_id',
      `kind = 'NONE'`,
      `disbursement_id = 'none'`,
    ],
    ['indicator_page', 'institution, indicator, as_at, scope', `page = '{}'`, `indicator = 'none'`],
    ['signal_receipt', 'institution, programme, disbursement_id', `page = '{}'`, `disbursement_id = 'none'`],
    ['signal_claim', 'borrower_key, institution, loan_id', `page = '{}'`, `loan_id = 'none'`],
    ['signal_movement', 'institution, loan_id, seq', `amount = amount + 1`, `loan_id = 'none'`],
    ['anomaly_candidate', 'signal, key', `happened_on = happened_on + 1`, `key = 'none'`],
    ['first_time_loan', 'stream', `loan = '{}'`, `stream = 'loan-none'`],
    ['first_time_dossier', 'borrower_key', `dossier = '{}'`, `borrower_key = 'none'`],
    ['figure_subject', 'subject', `state = (state::jsonb || '{"loan": {}}')::json`, `subject = 'loan-none'`],
    ['measure_delta', 'computation, seq, ordinal', `quantity = quantity + 1`, `seq = 1`],
    ['indicator_value', 'computation, report, seq', `quantity = 1`, `report = 1`],
    ['distinct_step', 'target, computation, dimension, value, seq', `quantity = 5`, `seq = 1`],
    ['derived_facts', 'follower, stream, revision', `cause = 1`, `stream = 'borrower-none'`],
  ];
  const places = ['first', 'middle', 'last'] as const;

  const figures = ['figure_subject', 'measure_delta', 'indicator_value', 'distinct_step'];
  const slicesThatSee = (table: string): readonly CheckedPart[] =>
    checkers.flatMap(({ projection, parts }) =>
      parts.filter(({ name }) =>
        figures.includes(table)
          ? projection === 'targets' && !whole.includes(name) && name !== 'figure_rollup'
          : name.includes(table),
      ),
    );
  /** Whether the checks that see the table come upon such a row of it, after the fault; they go on no further than that. */
  const isFoundAfter = async (
    table: string,
    fault: string,
    isIt: (found: Mismatch) => boolean = () => true,
  ): Promise<boolean> => {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read');
      expect([fault, (await client.query(fault)).rowCount]).toEqual([fault, 1]);
      for (const part of slicesThatSee(table)) {
        for (let after: string | null = null; ;) {
          const upTo: string | null = await part.sliceEnd(client, after, largerSize);
          const found = await part.check(client, { after, upTo });
          if (found.some((each) => each.table === table && isIt(each))) return true;
          if (upTo === null) break;
          after = upTo;
        }
      }
      return false;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  it.each(tables)('find whatever is wrong in %s', async (table, key, content, another) => {
    const { rows } = await pool.query<{ rows: number }>(`select count(*)::integer as rows from ${table}`);
    const count = rows[0]?.rows ?? 0;
    expect(count).toBeGreaterThan(size);
    const at = { first: 0, middle: Math.floor(count / 2), last: count - 1 };
    for (const place of places) {
      const one = `(select ctid from ${table} order by ${key} offset ${at[place]} limit 1)`;
      for (const fault of [`update ${table} set ${content}`, `delete from ${table}`])
        expect([fault, place, await isFoundAfter(table, `${fault} where ctid = ${one}`)]).toEqual([
          fault,
          place,
          true,
        ]);
    }
    const [column, value] = another.split(' = ');
    const surplus = `insert into ${table} select (jsonb_populate_record(stored, jsonb_build_object('${column}', ${value}))).* from ${table} stored limit 1`;
    expect(await isFoundAfter(table, surplus, ({ expected }) => expected === null)).toBe(true);
  });
});
