import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeriesAnswer } from '#contract';
import { type ReportingBanks, reportingBanks } from '../support/reporting-banks.js';
import { north, south } from '../support/three-banks.js';

/* What a measure comes to by itself, over HTTP (3.1, 3.3): by interval, and to whom. */

describe('figures of a measure', () => {
  let banks: ReportingBanks;
  const ask = (path: string, asking: Parameters<ReportingBanks['ofMeasures']>[1] = {}) =>
    banks.ofMeasures(path, asking);

  beforeAll(async () => {
    banks = await reportingBanks();
  });
  afterAll(() => banks.registry.close());

  describe('by interval', () => {
    it('are what came in each, and what it came to by its end, empty ones among them', async () => {
      const { status, body } = await ask(
        'renewal-volume/series?interval=month&from=2024-10-15&effectiveAsOf=2024-12-31',
      );
      expect(status).toBe(200);
      const { basis, ...series } = body as SeriesAnswer;
      expect(basis).toMatchObject({ effectiveAsOf: '2024-12-31', treeSize: null, root: null, parked: 0 });
      expect(series).toEqual({
        measure: 'renewal-volume',
        version: 1,
        unit: 'CNY',
        interval: 'month',
        points: [
          { from: '2024-10-15', to: '2024-10-31', quantity: '0.00', cumulative: '0.00' },
          { from: '2024-11-01', to: '2024-11-30', quantity: '0.00', cumulative: '0.00' },
          { from: '2024-12-01', to: '2024-12-31', quantity: '3900000.00', cumulative: '3900000.00' },
        ],
      });
    });

    it('are ISO weeks from Monday to Sunday', async () => {
      const { body } = await ask('issued-volume/series?interval=week&effectiveAsOf=2024-12-31');
      const { points } = body as SeriesAnswer;
      expect(points.length).toBeGreaterThan(10);
      for (const { from } of points) expect(new Date(from).getUTCDay()).toBe(1);
      expect(points.at(-1)).toMatchObject({ from: '2024-12-30', to: '2024-12-31' });
    });

    it('of a balance close with the balance, whatever they begin with', async () => {
      const [whole, late] = await Promise.all(
        ['', '&from=2024-12-01'].map(async (from) => {
          const { body } = await ask(`loan-balance/series?interval=month&effectiveAsOf=2024-12-31${from}`);
          return (body as SeriesAnswer).points;
        }),
      );
      expect(whole?.length).toBeGreaterThan(1);
      expect(late).toEqual(whole?.slice(-1));
      expect(Number(late?.[0]?.cumulative)).toBeGreaterThan(Number(late?.[0]?.quantity));
    });

    it('of reported values are not known before somebody reported', async () => {
      const { body } = await ask(
        'pension-premium/series?interval=month&from=2024-11-01&effectiveAsOf=2024-12-31',
      );
      expect((body as SeriesAnswer).points).toEqual([
        { from: '2024-11-01', to: '2024-11-30', quantity: null, cumulative: null },
        { from: '2024-12-01', to: '2024-12-31', quantity: null, cumulative: null },
      ]);
    });

    it.each([
      ['no interval', 'renewal-volume/series', 400, '?interval'],
      ['another interval', 'renewal-volume/series?interval=year', 400, '?interval'],
      ['too many points', 'renewal-volume/series?interval=day&from=1990-01-01', 400, '?interval'],
      ['a day that is none', 'renewal-volume/series?interval=day&to=2024-02-30', 400, '?to'],
      ['a dimension that nobody knows', 'renewal-volume/series?interval=day&product=TRADE', 400, '?'],
    ])('are refused for %s', async (_, path, status, pointer) => {
      const { status: given, body } = await ask(path);
      expect([given, body.errors[0].pointer]).toEqual([status, pointer]);
    });

    it('are none of a growth, and it is told whose they are', async () => {
      const { status, body } = await ask('technology-balance-growth/series?interval=month');
      expect([status, body.type]).toEqual([400, '/problems/invalid-request']);
      expect(body.detail).toContain('technology-balance');
    });

    it('are none of a measure that is not defined, or was not then', async () => {
      for (const path of ['nothing/series?interval=day', 'renewal-volume/series?interval=day&knownAt=1'])
        expect((await ask(path)).status).toBe(404);
    });
  });

  it('narrow by dimensions, a section standing for its divisions; what is lacking matches nothing', async () => {
    const closing = async (query: string) => {
      const { body } = await ask(
        `renewal-volume/series?interval=month&from=2024-01-01&effectiveAsOf=2024-12-31${query}`,
      );
      return (body as SeriesAnswer).points.at(-1)?.cumulative;
    };
    const whole = await closing('');
    expect(await closing('&industry=C')).toBe(whole);
    expect(await closing(`&institution=${north}&institution=${south}`)).toBe(whole);
    expect(await closing('&district=310101')).toBe('400000.00');
    expect(await closing(`&institution=${south}&district=310101`)).toBe('0.00');
    expect(await closing('&bailoutProgramme=RELIEF')).toBe('0.00');
  });

  it('of a bank are its own alone', async () => {
    const path = 'renewal-volume/series?interval=month';
    for (const query of ['', `&institution=${south}`, `&institution=${north}&institution=${south}`])
      expect((await ask(`${path}${query}`, { key: banks.north })).status).toBe(403);
    const { status, body } = await ask(`${path}&institution=${north}`, { key: banks.north });
    expect([status, (body as SeriesAnswer).points.at(-1)?.cumulative]).toEqual([200, '1400000.00']);
    const admin = await banks.registry.keyFor('admin');
    expect((await ask(`${path}&institution=${north}`, { key: admin })).status).toBe(403);
  });

  it('as known at a fact are the same bytes for ever, on a basis that says so', async () => {
    const path = `renewal-volume/series?interval=month&knownAt=${banks.ends[0]}&effectiveAsOf=2024-12-31`;
    const once = await ask(path);
    expect((once.body as SeriesAnswer).points.at(-1)?.cumulative).toBe('1400000.00');
    expect((once.body as SeriesAnswer).basis).toEqual({
      seq: banks.ends[0],
      recordedAt: expect.any(String),
      effectiveAsOf: '2024-12-31',
      knownAt: banks.ends[0],
      definitions: expect.any(Number),
      parked: 0,
    });
    expect((await ask(path)).text).toBe(once.text);
  });

  it('wait for a position, and for a seq that is still to come', async () => {
    const path = 'renewal-volume/series?interval=month';
    const waits = { 'await-position': String((banks.ends[1] ?? 0) + 1_000), 'await-timeout': '50' };
    expect((await ask(path, { headers: waits })).status).toBe(504);
    expect(
      (await ask(`${path}&knownAt=${(banks.ends[1] ?? 0) + 1_000}`, { headers: { 'await-timeout': '50' } }))
        .status,
    ).toBe(504);
    expect((await ask(path, { headers: { 'await-position': 'x y' } })).status).toBe(400);
  });
});
