import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProgressAnswer } from '#contract';
import { projected } from '../support/projected.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { north, reportsOf, south } from '../support/three-banks.js';

/* The two axes of a figure over HTTP (3.3, 5.4): what was effective by a day, as it was known at a fact or at an instant. */

const minuteMs = 60_000;

describe('figures as they were known', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let aheadMs = 0;
  /** Seqs after each bank's reports, and when the last fact of each was recorded. */
  const ends: { readonly seq: number; readonly recordedAt: string }[] = [];

  const progress = async (query: string, headers = {}) => {
    const answer = await registry.ask('get', `/v1/programmes/SH24/progress${query}`, {
      key: supervisor,
      headers,
    });
    const { status, text, body } = answer;
    return { status, text, body, told: body as ProgressAnswer };
  };
  const renewed = ({ targets }: ProgressAnswer) => targets.find(({ code }) => code === 'SH24-RENEW')?.actual;
  const seqsOf = async (type: string): Promise<readonly number[]> => {
    const key = await registry.keyFor('auditor');
    const { text } = await registry.ask('get', `/v1/facts?type=${type}`, { key });
    return text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly seq: number }).seq);
  };
  const at = (instant: string): string => `?knownAt=${encodeURIComponent(instant)}`;

  beforeAll(async () => {
    registry = await runningRegistry({ clock: { now: () => Date.now() + aheadMs } });
    supervisor = await registry.keyFor('supervisor');
    const keys = [await registry.bank(north), await registry.bank(south)];
    for (const [index, bank] of ([north, south] as const).entries()) {
      await registry.ask('post', '/v1/events', {
        key: keys[index] ?? null,
        type: cloudEventBatch,
        body: reportsOf[bank],
      });
      await projected(registry);
      const { basis } = (await progress('')).told;
      ends.push({ seq: basis.seq, recordedAt: basis.recordedAt ?? '' });
    }
  });
  afterAll(() => registry.close());

  it('at a fact are what they were when it was the last', async () => {
    const [first, last] = ends;
    expect(renewed((await progress(`?knownAt=${first?.seq}`)).told)).toBe('1400000.00');
    expect(renewed((await progress(`?knownAt=${last?.seq}`)).told)).toBe(renewed((await progress('')).told));
    const [cancelled = 0] = await seqsOf('LoanCancelled');
    const around = [cancelled - 1, cancelled].map(async (seq) =>
      Number(renewed((await progress(`?knownAt=${seq}`)).told)),
    );
    const [before = 0, after = 0] = await Promise.all(around);
    expect(before - after).toBe(700_000);
    const narrowed = await progress(`?knownAt=${first?.seq}&institution=${south}&effectiveAsOf=2024-12-31`);
    expect(renewed(narrowed.told)).toBe('0.00');
  });

  it('rest on exactly that, and are the same bytes for ever', async () => {
    const [first] = ends;
    const once = await progress(`?knownAt=${first?.seq}&effectiveAsOf=2024-12-31`);
    expect(once.told.basis).toEqual({
      seq: first?.seq,
      recordedAt: first?.recordedAt,
      effectiveAsOf: '2024-12-31',
      knownAt: first?.seq,
      definitions: expect.any(Number),
      parked: 0,
    });
    await registry.ask('put', '/v1/programmes/SH24', {
      key: supervisor,
      body: { name: { zh: '新', en: 'New' }, from: '2024-01-01', to: '2024-12-31' },
    });
    expect((await progress(`?knownAt=${first?.seq}&effectiveAsOf=2024-12-31`)).text).toBe(once.text);
    expect((await progress('?effectiveAsOf=2024-12-31')).told.basis.definitions).toBeGreaterThan(
      once.told.basis.definitions ?? 0,
    );
  });

  it('go up to the day of their fact, unless another is asked for', async () => {
    const { basis } = (await progress(`?knownAt=${ends[0]?.seq}`)).told;
    const shanghai = new Date(Date.parse(ends[0]?.recordedAt ?? '') + 8 * 60 * minuteMs);
    expect(basis.effectiveAsOf).toBe(shanghai.toISOString().slice(0, 10));
  });

  it('at an instant are those of the last fact recorded by then', async () => {
    const [first] = ends;
    const shown = await progress(at(first?.recordedAt ?? ''));
    expect(shown.told.basis.knownAt).toBe(first?.seq);
    const before = new Date(Date.parse(first?.recordedAt ?? '') - 1).toISOString();
    expect((await progress(at(before))).told.basis.seq).toBeLessThan(first?.seq ?? 0);
    const offset = (first?.recordedAt ?? '').replace('Z', '9+00:00');
    expect((await progress(at(offset))).text).toBe(shown.text);
  });

  it('at an instant after all facts are told once nothing can be recorded by then any more', async () => {
    const now = new Date(Date.now() + aheadMs).toISOString();
    const early = await progress(at(now), { 'await-timeout': '0' });
    expect([early.status, early.body.type]).toEqual([504, '/problems/not-yet-projected']);
    expect(early.body.position).toEqual(expect.any(String));
    aheadMs += minuteMs;
    const later = await progress(at(now), { 'await-timeout': '0' });
    aheadMs -= minuteMs;
    expect(later.told.basis.seq).toBe((await progress('')).told.basis.seq);
  });

  it('are not told of what is still to come', async () => {
    const future = new Date(Date.now() + aheadMs + minuteMs).toISOString();
    const answer = await progress(at(future));
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '?knownAt']);
    const beyond = await progress(`?knownAt=${(ends[1]?.seq ?? 0) + 1000}`, { 'await-timeout': '100' });
    expect([beyond.status, beyond.body.type]).toEqual([504, '/problems/not-yet-projected']);
  });

  it.each(['0', '-1', '01', '1.5', 'now', '2024-01-01', '2024-01-01T00:00:00'])(
    'are refused at %s',
    async (value) => {
      expect((await progress(at(value))).status).toBe(400);
    },
  );

  it('are none of a programme that was not defined yet', async () => {
    for (const query of ['?knownAt=1', at('2020-01-01T00:00:00Z')])
      expect((await progress(query)).status).toBe(404);
  });

  it('leave out a target that was not set yet', async () => {
    const codes: string[][] = [];
    const [, second = 0] = await seqsOf('TargetSet');
    for (const knownAt of [second - 1, second])
      codes.push((await progress(`?knownAt=${knownAt}`)).told.targets.map(({ code }) => code));
    expect(codes).toEqual([['SH24-RENEW'], ['SH24-RENEW', 'SH24-FTB']]);
  });
});
