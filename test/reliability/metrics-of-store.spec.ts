import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { counted, gauges } from '../../apps/registry/src/operations/metrics/metric-samples.js';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { projected } from '../support/projected.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent } from '../support/running-registry.js';
import { type ScrapedRegistry, scrapedRegistry } from '../support/scraping.js';

/* The alarms of a log in an event store, as Prometheus sees them rise and fall. */

const bank = 'C1010211000012';
const behind = 'xudai_sequencer_behind_seconds';

describe('metrics of an event store', () => {
  let store: EventStoreDouble;
  let registry: ScrapedRegistry;
  let key: string;

  beforeAll(async () => {
    store = await EventStoreDouble.started();
    registry = await scrapedRegistry({ eventStore: { url: store.url, prefix: 'city-' } });
    key = await registry.bank(bank);
    await projected(registry);
  });

  afterAll(async () => {
    await registry.close();
    store.stop();
  });

  const send = async (no: number): Promise<number> =>
    (
      await registry.ask('post', '/v1/events', {
        key,
        type: cloudEvent,
        body: issuedLoan(bank, `L${no}`, no),
      })
    ).status;

  it('say that all is well while it is', async () => {
    const scraped = await registry.until('xudai_ready', (value) => value === 1);
    const values = [
      'event_store_up',
      'event_store_known',
      'start_barrier_passed',
      'sequencer_standing_still',
    ];
    expect(values.map((name) => scraped.value(`xudai_${name}`))).toEqual([1, 1, 1, 0]);
    expect(scraped.value('xudai_sequencer_silent_seconds')).toBeLessThan(5);
    await registry.until(behind, (value) => value === 0);
  });

  it('tell of a subscription that stopped without a word, and of its return', async () => {
    store.faults.areSubscriptionsMute = true;
    expect(await send(1)).toBe(201);
    const first = await registry.until(behind, (value) => value !== undefined && value > 1);
    const later = await registry.until(behind, (value) => value !== undefined && value > 2);
    const facts = [first, later].map((scraped) => scraped.value('xudai_facts'));
    expect(facts[1]).toBe(facts[0]);
    // The sequencer itself lives: only what it does not bring on gives it away.
    expect(later.value('xudai_sequencer_silent_seconds')).toBeLessThan(5);
    store.faults.areSubscriptionsMute = false;
    const well = await registry.until(behind, (value) => value === 0);
    expect(well.value('xudai_facts')).toBe((facts[0] ?? 0) + 1);
  });

  it.each(['gone', 'frozen'] as const)('come all the same while it is %s', async (how) => {
    if (how === 'gone') store.stop();
    else store.faults.isFrozen = true;
    await registry.until('xudai_event_store_up', (value) => value === 0);
    const startedMs = performance.now();
    const scraped = await registry.scrape();
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect([scraped.value('xudai_ready'), scraped.value('xudai_database_up')]).toEqual([0, 1]);
    expect(scraped.value('xudai_facts')).toBeGreaterThan(0);
    if (how === 'gone') await store.start();
    else store.faults.isFrozen = false;
    await registry.until('xudai_ready', (value) => value === 1);
  });

  it('are all that are named, with labels of fixed lists', async () => {
    const owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    await owner.query(
      `insert into projection_checks (name, seq, checked_at, duration_ms, mismatches, first)
       values ('targets', 1, now(), 1, 2, '[]')`,
    );
    await owner.end();
    const scraped = await registry.until(
      'xudai_check_mismatches{projection="targets"}',
      (value) => value === 2,
    );
    // How much room the database has is told where that is measured, which is not so here.
    const measured = Object.keys({ ...counted, ...gauges }).filter(
      (name) => name !== 'xudai_storage_free_bytes',
    );
    expect(scraped.names.toSorted()).toEqual(measured.toSorted());
    const own = scraped.lines.filter((line) => line.startsWith('xudai_'));
    const labels = own.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map(([, name]) => name));
    expect([...new Set(labels)].toSorted()).toEqual([
      'kind',
      'le',
      'method',
      'outcome',
      'projection',
      'route',
      'status',
    ]);
  });
});
