import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Anomaly } from '#contract';
import { Ledger } from '#recording';
import { planted, reported } from '#testing';
import { onceProjected } from '../support/projected.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { raisedSignals, reliefProgramme, suspiciousReports } from '../support/suspicious-reports.js';
import { east, north, south } from '../support/three-banks.js';

/* Each signal is raised by reports as banks send them, names facts that are there, and is gone with what is undone. */

/** A Monday and a Friday; the calendar of 2024 is shipped. */
const started = Date.parse('2024-01-08T02:00:00Z');

describe('anomalies', () => {
  let registry: RunningRegistry;
  let now = started;
  const keys = new Map<string, string>();
  let supervisor: string;
  let auditor: string;
  let position = '';

  const send = async (bank: string, reports: readonly object[]): Promise<readonly number[]> => {
    const sent = await registry.ask('post', '/v1/events', {
      key: keys.get(bank) ?? null,
      type: cloudEventBatch,
      body: reports,
    });
    position = sent.body.position ?? position;
    return sent.body.results.map(({ status }: { status: number }) => status);
  };

  const asked = async (query: string): Promise<readonly Anomaly[]> => {
    const answer = await onceProjected(() =>
      registry.ask('get', `/v1/anomalies?${query}`, {
        key: supervisor,
        headers: { 'await-position': position },
      }),
    );
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body.items;
  };

  beforeAll(async () => {
    registry = await runningRegistry({ clock: { now: () => now } });
    for (const bank of [north, south, east])
      keys.set(bank, await registry.bank(bank, { reportingFrom: '2024-01-08' }));
    supervisor = await registry.keyFor('supervisor');
    auditor = await registry.keyFor('auditor');
    const put = await registry.ask('put', `/v1/bailout/programmes/${reliefProgramme}`, {
      key: supervisor,
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2025-01-01', to: '2025-12-31' },
    });
    expect(put.status).toBe(201);
    now = Date.parse('2025-10-09T02:00:00Z');
    for (const bank of [north, south, east]) await send(bank, suspiciousReports[bank] ?? []);
    // One id for two subjects: only two processes at the same instant get so far.
    const { log } = registry.application.get(Ledger);
    for (const fact of planted([
      reported(south, 'green-loan-balance', '2025-03-31', '1.00'),
      reported(south, 'pension-premium', '2025-03-31', '1.00'),
    ])) {
      const { eventId, type, effectiveDate, institution, data, metadata } = fact;
      const twice = { ...metadata, reportId: 'twice', stampedAt: new Date(now).toISOString() };
      const appended = await log.append({
        stream: fact.stream,
        expectedRevision: 'none',
        facts: [{ eventId, type, effectiveDate, institution, data, metadata: twice }],
      });
      if (appended.outcome === 'appended') position = appended.position;
    }
  });

  afterAll(() => registry.close());

  it.each<[string, string, object]>(raisedSignals)('%s', async (signal, filter, expected) => {
    const items = await asked(`signal=${signal}${filter}`);
    expect(items).toEqual([expect.objectContaining({ signal, ...expected })]);
    for (const { seq, type, stream, revision } of items[0]?.facts ?? []) {
      const facts = await registry.ask('get', `/v1/facts?from=${seq}&to=${seq}`, { key: auditor });
      expect(JSON.parse(facts.text)).toMatchObject({ seq, type, stream, revision });
    }
  });

  it('are listed all together, page by page', async () => {
    const all = await asked('limit=1000');
    const paged: Anomaly[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await registry.ask('get', `/v1/anomalies?limit=1${cursor && `&cursor=${cursor}`}`, {
        key: auditor,
      });
      paged.push(...page.body.items);
      cursor = page.body.next;
    }
    expect(paged).toEqual(all);
    expect(new Set(all.map(({ signal }) => signal)).size).toBe(14);
  });

  it.each([
    ['signal=evergreening&renewals=4', 1],
    ['signal=evergreening&renewals=4&months=48', 0],
    ['signal=loss-after-renewal&days=89', 0],
    ['signal=first-time-small&principal=8000.00', 0],
    ['signal=round-trip&share=0.01', 0],
    ['signal=bailout-from-many-banks&days=87', 0],
    ['signal=bailout-from-many-banks&days=87&banks=2', 1],
    ['signal=probable-duplicate&from=2025-04-01&to=2025-04-01', 1],
    ['signal=probable-duplicate&from=2025-04-02', 0],
    ['signal=probable-duplicate&to=2025-03-31', 0],
    [`signal=late-reports&institution=${north}&from=2025-10-09&to=2025-10-09`, 1],
    [`signal=late-reports&institution=${north}&from=2025-10-10`, 0],
    [`signal=probable-duplicate&institution=${north}`, 0],
    ['signal=month-end-spike&to=2024-12-31&share=0.7778', 0],
  ])('are by thresholds and filters: %s', async (query, count) => {
    expect(await asked(query)).toHaveLength(count);
  });

  it.each([
    ['renewals=4', '?renewals'],
    ['signal=evergreening&days=4', '?days'],
    ['signal=evergreening&renewals=1', '?renewals'],
    ['signal=round-trip&share=0.1001', '?share'],
    ['signal=first-time-small&principal=100000.01', '?principal'],
    ['signal=month-end-spike&workingDays=11', '?workingDays'],
  ])('take no threshold beyond what is kept: %s', async (query, pointer) => {
    const { status, body } = await registry.ask('get', `/v1/anomalies?${query}`, { key: supervisor });
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('of silence last until yesterday: today may still be reported', async () => {
    const lastDay = async (at: string): Promise<string | undefined> => {
      now = Date.parse(at);
      const items = await asked(`signal=silent&institution=${north}`);
      return items.at(-1)?.period?.to;
    };
    const today = now;
    expect(await lastDay('2024-01-12T15:59:59Z')).toBe('2024-01-11');
    expect(await lastDay('2024-01-12T16:00:00Z')).toBe('2024-01-12');
    now = today;
  });

  it('of refusals are by months of Shanghai', async () => {
    const today = now;
    now = Date.parse('2025-08-31T16:00:00Z');
    const [none] = suspiciousReports[east]?.slice(-1) ?? [];
    expect(await send(east, [{ ...none, id: 'repay-none-early' }])).toEqual([422]);
    now = today;
    expect(await asked(`signal=many-refusals&institution=${east}&to=2025-09-30`)).toMatchObject([
      { period: { from: '2025-09-01', to: '2025-09-30' }, factsInAll: 0, facts: [] },
    ]);
  });

  it('are gone with what is corrected and reversed', async () => {
    const change = (bank: string, of: string) => ({
      specversion: '1.0',
      id: `undo-${of}`,
      source: `/institutions/${bank}`,
      type: 'xudai.event.reversed.v1',
      subject: of,
      data: { effectiveDate: '2025-10-09', reason: 'entered in error' },
    });
    expect(await send(north, [change(north, 'bad-G-1'), change(north, 'repay-G-2')])).toEqual([201, 201]);
    expect(await send(south, [change(south, 'repay-H-2-again')])).toEqual([201]);
    for (const signal of ['loss-after-renewal', 'round-trip', 'probable-duplicate'])
      expect(await asked(`signal=${signal}`)).toEqual([]);
  });
});
