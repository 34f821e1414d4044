import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryBus } from '@nestjs/cqrs';
import type { ProgressAnswer } from '#contract';
import { ProgressQuery } from '#targets';
import { projected } from '../support/projected.js';
import { type EventReader, readEvents, type ServerSentEvent } from '../support/event-source.js';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Progress as it changes (3.3): server-sent events, at most four a second, resumable by the id of the last one. */

const bank = 'C1010211000012';
const foreign = 'C1010311000013';

describe('progress as it changes', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let key: string;
  let loans = 0;
  const readers: EventReader[] = [];

  const follow = async (query = '?programme=SH24', asking: { key?: string; lastEventId?: string } = {}) => {
    const { port } = registry;
    const headers = asking.lastEventId === undefined ? {} : { 'last-event-id': asking.lastEventId };
    const reader = await readEvents(port, `/v1/live${query}`, asking.key ?? supervisor, headers);
    readers.push(reader);
    return reader;
  };
  const report = async (body: object): Promise<string> => {
    const { body: outcome } = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
    expect(outcome.outcome).toBe('recorded');
    return outcome.position;
  };
  /** Renews another loan by a million yuan. */
  const renewal = async (): Promise<string> => {
    loans += 1;
    await report(issuedLoan(bank, `L-${loans}`, loans));
    return report(renewedLoan(bank, `L-${loans}`, 1));
  };
  const renewed = ({ data }: ServerSentEvent): number =>
    Number((data as ProgressAnswer).targets.find(({ code }) => code === 'SH24-RENEW')?.actual);

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    key = await registry.bank(bank);
    await registry.bank(foreign);
    await renewal();
    await projected(registry);
  });
  // One key has sixteen places.
  afterEach(() => {
    for (const reader of readers.splice(0)) reader.close();
  });
  afterAll(() => registry.close());

  it('is told at once as it stands, and again after each change, with the seq that it rests on', async () => {
    const reader = await follow();
    expect(reader.status).toBe(200);
    const [first] = await reader.come(1);
    const { data, event, id } = first as ServerSentEvent;
    const { programme, basis, targets } = data as ProgressAnswer;
    expect([programme, event, id]).toEqual(['SH24', 'progress', String(basis.seq)]);
    expect(targets.length).toBe(14);
    const position = await renewal();
    const shown = await registry.ask('get', '/v1/programmes/SH24/progress', {
      key: supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    for (let count = 2; renewed(reader.events.at(-1) as ServerSentEvent) < loans * 1_000_000; count += 1)
      await reader.come(count);
    const last = reader.events.at(-1) as ServerSentEvent;
    expect((last.data as ProgressAnswer).targets).toEqual(shown.body.targets);
    const seqs = reader.events.map((each) => Number(each.id));
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  });

  it('is told at most four times a second, however many reports come, and ends with the last of them', async () => {
    const reader = await follow();
    await reader.come(1);
    const began = performance.now();
    while (performance.now() - began < 3_000) await renewal();
    while (renewed(reader.events.at(-1) as ServerSentEvent) < loans * 1_000_000) await later(20);
    const gaps = reader.events.slice(1).map(({ atMs }, index) => atMs - (reader.events[index]?.atMs ?? 0));
    expect(gaps.length).toBeGreaterThan(2);
    // Timers are some milliseconds early or late; the writing of events that were held up is not counted against them.
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeGreaterThan(240);
  });

  it('goes on from the last event that was seen: nothing until there is more, at once where there is', async () => {
    const before = await follow();
    const [first] = await before.come(1);
    const level = await follow('?programme=SH24', { lastEventId: first?.id ?? '' });
    await later(1_000);
    expect([level.status, level.events]).toEqual([200, []]);
    await renewal();
    const [next] = await level.come(1);
    expect(Number(next?.id)).toBeGreaterThan(Number(first?.id));
    const behind = await follow('?programme=SH24', { lastEventId: first?.id ?? '' });
    expect(Number((await behind.come(1))[0]?.id)).toBeGreaterThanOrEqual(Number(next?.id));
  });

  it('is read once for all who follow the same', async () => {
    const bus = registry.application.get(QueryBus);
    const execute = bus.execute.bind(bus);
    let readings = 0;
    bus.execute = (query: object) => {
      if (query instanceof ProgressQuery) readings += 1;
      return execute(query);
    };
    const many = await Promise.all(Array.from({ length: 10 }, () => follow()));
    await Promise.all(many.map((reader) => reader.come(1)));
    await renewal();
    await Promise.all(many.map((reader) => reader.come(2)));
    const told = many.reduce((sum, { events }) => sum + events.length, 0);
    bus.execute = execute;
    expect(told).toBeGreaterThanOrEqual(20);
    expect(readings).toBeLessThan(told / 2);
  });

  it('of a bank alone is its own', async () => {
    await projected(registry);
    const own = await follow(`?programme=SH24&institution=${bank}`, { key });
    const [first] = await own.come(1);
    expect(renewed(first as ServerSentEvent)).toBe(loans * 1_000_000);
    const other = await follow(`?programme=SH24&institution=${foreign}`);
    expect(renewed((await other.come(1))[0] as ServerSentEvent)).toBe(0);
  });

  it.each([
    ['no programme', '', {}, 400],
    ['a programme that is none', '?programme=NONE', {}, 404],
    ['another member', '?programme=SH24&knownAt=3', {}, 501],
    ['an id that is none', '?programme=SH24', { lastEventId: 'last' }, 400],
    ["another bank's part", `?programme=SH24&institution=${foreign}`, { own: true }, 403],
  ])(
    '%s is a problem document',
    async (_, query, asking: { own?: boolean; lastEventId?: string }, status) => {
      const { own, ...others } = asking;
      const reader = await follow(query, { ...others, ...(own ? { key } : {}) });
      expect(reader.status).toBe(status);
    },
  );
});
