import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { untilReady } from '../support/asking.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { eventStore, type Store } from '../support/engines.js';
import { shown } from '../support/quarter/figures.js';
import { inOrder, type Keys, prepareQuarter, shuffled, tell } from '../support/quarter/quarter.js';
import { replayed } from '../support/replaying.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/*
 * The whole database is lost and an empty one takes its place, on the same store and prefix: everything comes out as it was. What
 * does not come back is what PostgreSQL alone held: the list of refusals, when keys were last used, the rows of earlier replays and checks.
 */

const days = ['2024-09-30', '2024-12-31'] as const;

type Report = { readonly id: string; readonly data: object };

describe('a read side that was lost', () => {
  let store: Store;
  let keys: Keys;
  let registry: RunningRegistry;
  let database: TestDatabase;
  let before: Seen;
  let lost: Pick<Seen, 'refusals' | 'keyUse'>;

  /** A registry and all its followers over a new, empty database. */
  const begin = async (): Promise<void> => {
    database = await testDatabase();
    registry = await runningRegistry({ eventStore: store, database });
  };

  const end = async (): Promise<void> => {
    await registry.close();
    await database.drop();
  };

  const query = async (text: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: registry.ownerUrl });
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  };

  const facts = (): Promise<readonly unknown[]> =>
    query(
      `select seq, stream, revision, event_id, type, effective_date::text, institution, report_id, recorded_at::text,
              data::text, metadata::text from facts order by seq`,
    );

  /** Level, also with what the arbiter derived last. */
  const level = async (): Promise<void> => {
    for (let count = -1; ;) {
      await projected(registry);
      const { length } = await facts();
      if (length === count) return;
      count = length;
      await later(1_000);
    }
  };

  interface Seen {
    readonly facts: readonly unknown[];
    readonly figures: readonly unknown[];
    readonly outcomes: ReadonlyMap<string, unknown>;
    readonly claims: readonly unknown[];
    readonly refusals: readonly unknown[];
    readonly keyUse: readonly unknown[];
  }

  const ofPostgresAlone = async (): Promise<Pick<Seen, 'refusals' | 'keyUse'>> => ({
    refusals: await query('select * from refusals'),
    keyUse: await query('select * from key_last_used'),
  });

  const seen = async (): Promise<Seen> => {
    await level();
    const figures: unknown[] = [];
    for (const day of days) {
      // Position 1 is before every fact of a store: what is shown waits for nothing, since all is level.
      const { targets, claims, contested } = await shown(registry.ask, keys, '1', day);
      figures.push([day, [...targets.values()], claims, contested]);
    }
    const outcomes = new Map<string, unknown>();
    for (const { member, report } of inOrder) {
      const { id } = report as Report;
      const answer = await registry.ask('get', `/v1/events/${id}`, { key: keys.ofMembers[member] });
      outcomes.set(`${member} ${id}`, answer.status === 200 ? answer.body : answer.status);
    }
    const claims = await registry.ask('get', '/v1/first-time-borrowers?limit=100', { key: keys.supervisor });
    expect(claims.status).toBe(200);
    return {
      facts: await facts(),
      figures,
      outcomes,
      claims: claims.body.items,
      ...(await ofPostgresAlone()),
    };
  };

  beforeAll(async () => {
    store = await eventStore();
    await begin();
    keys = await prepareQuarter(registry.ask);
    await tell(registry.ask, keys, shuffled(7));
    before = await seen();
    await end();
    await begin();
    lost = await ofPostgresAlone();
  });

  afterAll(async () => {
    await end();
    store.close();
  });

  it('comes out the same: every fact with seq and instant, every total and claim, every outcome', async () => {
    const after = await seen();
    expect(after.facts).toEqual(before.facts);
    expect(after.facts.length).toBeGreaterThan(inOrder.length);
    expect(after.figures).toEqual(before.figures);
    expect(after.claims).toEqual(before.claims);
    expect(before.claims.length).toBeGreaterThan(5);
    expect(after.outcomes).toEqual(before.outcomes);
    for (const { member, report, refused } of inOrder)
      if (refused) expect(after.outcomes.get(`${member} ${(report as Report).id}`)).toBe(404);
    await untilReady(`http://127.0.0.1:${registry.port}`);
    expect((await registry.ask('get', '/readyz')).body).toEqual({ status: 'ready' });
  });

  it('has lost the refusals and when keys were last used, which no fact tells of', async () => {
    expect(before.refusals).toHaveLength(inOrder.filter(({ refused }) => refused).length);
    expect(before.keyUse.length).toBeGreaterThan(5);
    expect(lost).toEqual({ refusals: [], keyUse: [] });
  });

  it('tells a repeated report its first outcome, refuses other content, and records nothing twice', async () => {
    for (const { member, report, refused } of inOrder) {
      const { id, data } = report as Report;
      const send = (body: object) =>
        registry.ask('post', '/v1/events', { key: keys.ofMembers[member], type: cloudEvent, body });
      const again = await send(report);
      if (refused) {
        expect([id, again.body.outcome]).toEqual([id, 'not-recorded']);
        continue;
      }
      expect([again.status, { ...again.body, seq: null }]).toEqual([
        200,
        { ...(before.outcomes.get(`${member} ${id}`) as object), repeated: true, seq: null },
      ]);
      const other = await send({ ...report, data: { ...data, effectiveDate: '2024-09-29' } });
      expect([id, other.status, other.body.rule]).toEqual([id, 409, 'DUP-R01']);
    }
    await level();
    expect(await facts()).toEqual(before.facts);
  });

  it('replays to the same totals, and its checkers find nothing', async () => {
    await expectProjectionsChecked(registry);
    const auditor = await registry.keyFor('auditor');
    for (const effectiveAsOf of days)
      expect(await replayed(registry, auditor, { programme: 'SH24', effectiveAsOf })).toMatchObject({
        verdict: 'equal',
        differences: [],
      });
  });
});
