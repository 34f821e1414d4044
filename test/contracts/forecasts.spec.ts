import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { addDays } from '#calendar';
import { createPool } from '#database';
import { Ledger } from '#recording';
import { keepForecasting } from '../../apps/projector/src/forecasting.process.js';
import { projected } from '../support/projected.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { issuedLoan } from '../support/reports.js';

/* What is expected of a target is recorded once a day, shown with its progress, and held against what came. */

const bank = 'C1010211000012';

describe('forecasts', () => {
  let registry: RunningRegistry;
  let pool: pg.Pool;
  let supervisor: string;
  let auditor: string;
  let now = Date.parse('2024-04-12T02:00:00Z');
  const recorded: number[] = [];

  /** Looks until so many days are recorded, and a little longer. */
  const forecastDays = async (until: number, processes = 1): Promise<void> => {
    const stop = new AbortController();
    const { log } = registry.application.get(Ledger);
    const keeping = Array.from({ length: processes }, () =>
      keepForecasting({
        pool,
        log,
        clock: { now: () => now },
        signal: stop.signal,
        pauseMs: 20,
        onRecorded: ({ targets }) => recorded.push(targets),
        onSetback: (error) => expect(error).toBeUndefined(),
      }),
    );
    for (let waited = 0; waited < 100 && recorded.length < until; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop.abort();
    await Promise.all(keeping);
    await projected(registry);
  };

  const get = async (path: string, key = supervisor) => {
    const answer = await registry.ask('get', path, { key });
    expect([path, answer.status]).toEqual([path, 200]);
    return answer;
  };

  const forecastAt = async (query: string) => {
    const { body } = await get(`/v1/programmes/P/progress?${query}`);
    return body.targets[0].forecast;
  };

  beforeAll(async () => {
    registry = await runningRegistry({ clock: { now: () => now } });
    pool = createPool(registry.appUrl, { max: 4, applicationName: 'spec' });
    const key = await registry.bank(bank);
    supervisor = await registry.keyFor('supervisor');
    auditor = await registry.keyFor('auditor');
    const put = async (path: string, body: object): Promise<void> => {
      const answer = await registry.ask('put', path, { key: supervisor, body });
      expect([path, answer.status]).toEqual([path, 201]);
    };
    const name = { zh: '名', en: 'Name' };
    await put('/v1/programmes/P', { name, from: '2024-01-01', to: '2024-06-30' });
    await put('/v1/programmes/P/targets/LENT', {
      name,
      measure: 'issued-volume',
      comparator: 'GTE',
      threshold: '100000000.00',
      unit: 'CNY',
      period: { from: '2024-01-01', to: '2024-06-30' },
    });
    const reports = Array.from({ length: 90 }, (_, no) =>
      issuedLoan(bank, `L${no}`, no, {
        effectiveDate: addDays('2024-01-02', no),
        principal: `${100 + ((no * 37) % 900)}000.00`,
      }),
    );
    await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
    await projected(registry);
  });

  afterAll(async () => {
    await pool.end();
    await registry.close();
  });

  it('are recorded once a day, by whichever of several processes', async () => {
    expect(await forecastAt('')).toBeNull();
    await forecastDays(1, 2);
    await forecastDays(1);
    expect(recorded).toEqual([1]);
  });

  it('are facts, and shown from them on', async () => {
    const { text } = await get('/v1/facts?type=ForecastRecorded', auditor);
    const fact = JSON.parse(text);
    expect(fact).toMatchObject({
      stream: 'forecast-P',
      revision: 0,
      institution: null,
      data: { programme: 'P', basis: { effectiveAsOf: '2024-04-10' }, targets: [{ target: 'LENT' }] },
      metadata: { actor: 'registry' },
    });
    const shown = await forecastAt('');
    expect(shown).toMatchObject({
      seq: fact.seq,
      basis: fact.data.basis,
      closing: fact.data.targets[0].closing,
    });
    expect(await forecastAt(`knownAt=${fact.seq}`)).toEqual(shown);
    expect(await forecastAt(`knownAt=${fact.seq - 1}`)).toBeNull();
    expect(await forecastAt('effectiveAsOf=2024-04-09')).toBeNull();
    expect(await forecastAt(`institution=${bank}`)).toBeNull();
  });

  it('leave answers as they were known: the same bytes after the next one', async () => {
    const { body } = await get('/v1/programmes/P/progress');
    const known = `/v1/programmes/P/progress?knownAt=${body.basis.seq}&effectiveAsOf=2024-04-11`;
    const listed = `/v1/programmes/P/forecasts?knownAt=${body.basis.seq}&effectiveAsOf=2024-06-30`;
    const before = [(await get(known)).text, (await get(listed)).text];
    now += 86_400_000;
    await forecastDays(2);
    expect(recorded).toEqual([1, 1]);
    expect([(await get(known)).text, (await get(listed)).text]).toEqual(before);
    expect((await forecastAt('')).basis.effectiveAsOf).toBe('2024-04-11');
  });

  it('are scored when the period is over', async () => {
    const open = (await get('/v1/programmes/P/forecasts')).body;
    expect(open.items.map(({ score }: { score: unknown }) => score)).toEqual([null, null]);
    now = Date.parse('2024-07-15T02:00:00Z');
    const { body } = await get('/v1/programmes/P/forecasts?limit=1');
    const progress = (await get('/v1/programmes/P/progress')).body.targets[0];
    expect(progress.forecast).toBeNull();
    const [item] = body.items;
    expect(item).toMatchObject({ target: 'LENT', version: 1, score: { actual: progress.actual } });
    const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
    expect(fen(item.score.error)).toBe(fen(item.closing) - fen(progress.actual));
    expect(item.score.isWithin).toBe(
      fen(item.interval.low) <= fen(progress.actual) && fen(progress.actual) <= fen(item.interval.high),
    );
    expect(
      (await get(`/v1/programmes/P/forecasts?limit=1&cursor=${body.next}`)).body.items[0].basis.effectiveAsOf,
    ).toBe('2024-04-10');
    await forecastDays(2);
    expect(recorded).toEqual([1, 1]);
  });

  it('are none of a programme that is not there', async () => {
    expect((await registry.ask('get', '/v1/programmes/NONE/forecasts', { key: supervisor })).status).toBe(
      404,
    );
  });
});
