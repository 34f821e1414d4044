import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { faultProxy, testDatabase, type TestDatabase } from '#testing';
import { pause } from '#wake-up';
import { projections } from '../../apps/registry/src/operations/registry-state.js';
import { projected } from '../support/projected.js';
import { registryProcess } from '../support/processes.js';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent, cloudEventBatch } from '../support/running-registry.js';
import { type ScrapedRegistry, scrapedRegistry } from '../support/scraping.js';
import { decided, submit } from '../support/submitting.js';

/* What Prometheus is told of a registry whose log lives in the database. */

const bank = 'C1010211000012';

describe('metrics', () => {
  let database: TestDatabase;
  let network: Awaited<ReturnType<typeof faultProxy>>;
  let registry: ScrapedRegistry;
  let key: string;

  beforeAll(async () => {
    database = await testDatabase();
    network = await faultProxy(database.appUrl);
    registry = await scrapedRegistry({ database: { ...database, appUrl: network.url } });
    key = await registry.bank(bank);
  });

  afterAll(async () => {
    network.thaw();
    await registry.close();
    await network.close();
    await database.drop();
  });

  const send = async (body: object, type = cloudEvent, path = '/v1/events'): Promise<number> =>
    (await registry.ask('post', path, { key, type, body })).status;

  it('count reports by what became of them, and refusals by rule; dry runs are none', async () => {
    expect(await send(issuedLoan(bank, 'L1', 1))).toBe(201);
    expect(await send(issuedLoan(bank, 'L1', 1))).toBe(200);
    expect(await send(issuedLoan(bank, 'L2', 2), cloudEvent, '/v1/events?dryRun=true')).toBe(200);
    const more = [
      issuedLoan(bank, 'L3', 3),
      renewedLoan(bank, 'L1', 1, { renewedAmount: '9000000.00' }),
      renewedLoan(bank, 'L1', 1, { renewedAmount: '9000000.01' }),
      { ...issuedLoan(bank, 'L4', 4), type: 'xudai.event.reversed.v1' },
    ];
    expect(await send(more, cloudEventBatch)).toBe(200);
    const scraped = await registry.scrape();
    const reports = ['recorded', 'repeated', 'refused', 'unknown', 'not-recorded'].map((outcome) =>
      scraped.value(`xudai_reports_total{outcome="${outcome}"}`),
    );
    expect(reports).toEqual([2, 1, 3, 0, 0]);
    expect(scraped.value('xudai_refusals_total{rule="RNW-R02"}')).toBe(2);
  });

  it('time requests by declared route, and let nobody name a label', async () => {
    await projected(registry);
    await registry.ask('get', `/v1/loans/${bank}/L1`, { key });
    await registry.ask('get', '/v1/loans/hunter2/hunter3', { key });
    await registry.ask('get', '/v1/hunter4?hunter5=1', { key });
    await registry.ask('get', '/v1/loans', { key: `xk_hunter6_${'a'.repeat(32)}` });
    const scraped = await registry.scrape();
    const timed = (method: string, route: string) =>
      scraped.value(`xudai_http_request_duration_seconds_count{method="${method}",route="${route}"}`);
    expect(timed('GET', '/v1/loans/:institution/:loanId')).toBe(2);
    expect(timed('GET', 'none')).toBe(1);
    expect(timed('POST', '/v1/events')).toBeGreaterThan(0);
    expect(scraped.value('xudai_http_responses_total{method="POST",status="201"}')).toBeGreaterThan(0);
    expect(scraped.value('xudai_http_responses_total{method="GET",status="404"}')).toBe(2);
    expect(scraped.text).not.toMatch(/hunter|C1010211|L1"|91310115|xk_/);
  });

  it('say how far the registry is, and nothing of an event store', async () => {
    await projected(registry);
    // What is told was read half a second ago at most.
    await registry.until('xudai_ready', (value) => value === 1);
    const scraped = await registry.until('xudai_projection_lag_seconds', (value) => value === 0);
    const facts = scraped.value('xudai_facts');
    expect(facts).toBeGreaterThan(2);
    for (const name of projections) {
      expect([name, scraped.value(`xudai_projection_seq{projection="${name}"}`)]).toEqual([name, facts]);
      expect(scraped.value(`xudai_projection_stopped{projection="${name}"}`)).toBe(0);
    }
    expect(scraped.value('xudai_projection_lag_seconds')).toBe(0);
    expect(scraped.value('xudai_clock_difference_seconds')).toBeLessThan(1);
    expect(scraped.names.filter((name) => /store|sequencer|barrier/.test(name))).toEqual([]);
    expect(scraped.value('process_start_time_seconds')).toBeGreaterThan(0);
  });

  it('say how many files wait to be decided, and for how long the oldest does', async () => {
    expect((await registry.scrape()).value('xudai_submissions_waiting')).toBe(0);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    // As if another registry were at them.
    await owner.query(`select pg_advisory_lock(hashtextextended('xudai submissions ${bank}', 0))`);
    const file = `${JSON.stringify(issuedLoan(bank, 'L5', 5))}\n`;
    const { status, body } = await submit(registry, { file, key });
    expect(status).toBe(201);
    const scraped = await registry.until('xudai_submissions_oldest_seconds', (value = 0) => value > 0.5);
    expect(scraped.value('xudai_submissions_waiting')).toBe(1);
    await owner.end();
    expect(await decided(registry, body.id, key)).toMatchObject({ recorded: 1 });
    // What is told was read half a second ago at most.
    const after = await registry.until('xudai_submissions_waiting', (value) => value === 0);
    expect(after.value('xudai_submissions_oldest_seconds')).toBe(0);
    expect(after.value('xudai_reports_total{outcome="recorded"}')).toBe(3);
  });

  it('come all the same while the database hangs, and are whole again afterwards', async () => {
    network.freeze();
    // What was read before is told for half a second more.
    await pause(600);
    const startedMs = performance.now();
    const [scraped, again, ready] = await Promise.all([
      registry.scrape(),
      registry.scrape(),
      registry.ask('get', '/readyz'),
    ]);
    expect(performance.now() - startedMs).toBeLessThan(20_000);
    expect(again.lines.length).toBe(scraped.lines.length);
    expect([scraped.value('xudai_ready'), scraped.value('xudai_database_up')]).toEqual([0, 0]);
    expect(scraped.value('xudai_facts')).toBeUndefined();
    expect(scraped.value('xudai_submissions_waiting')).toBeUndefined();
    expect(scraped.value('xudai_reports_total{outcome="recorded"}')).toBe(3);
    expect(ready.body.detail).toBe('The database does not answer.');
    network.thaw();
    await registry.until('xudai_ready', (value) => value === 1);
  });
});

describe('the program', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const taken = async (): Promise<{ readonly port: number; free(): Promise<void> }> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      free: async () => {
        server.close();
        await once(server, 'close');
      },
    };
  };

  it('tells metrics on the port that it is given, and ends with it', async () => {
    const { port, free } = await taken();
    await free();
    const program = await registryProcess(database.appUrl, {
      XUDAI_METRICS_PORT: String(port),
      XUDAI_BOOTSTRAP_KEY: administratorsKey,
    });
    const metrics = `http://127.0.0.1:${port}/metrics`;
    expect(await (await fetch(metrics)).text()).toMatch(/^xudai_database_up 1$/m);
    expect((await fetch(`${program.base}/metrics`)).status).toBe(401);
    await program.kill('SIGTERM');
    await expect(fetch(metrics)).rejects.toThrow();
  });

  it('does not start on a port that is taken, and says so in a line', async () => {
    const { port, free } = await taken();
    const child = spawn(process.execPath, ['dist/apps/registry/src/main.js'], {
      env: {
        PATH: process.env.PATH,
        XUDAI_DATABASE_URL: database.appUrl,
        XUDAI_PORT: '0',
        XUDAI_METRICS_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes));
    const [code] = await once(child, 'close');
    await free();
    expect([code, said.trim().split('\n')]).toEqual([
      2,
      [expect.stringContaining(`port ${port} of 127.0.0.1`)],
    ]);
  });
});
