import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BreakdownAnswer, MeasureFactList } from '#contract';
import { type ReportingBanks, reportingBanks } from '../support/reporting-banks.js';
import { north, south } from '../support/three-banks.js';

/* What a figure is made up of, over HTTP (3.3): by dimension, and fact by fact. */

describe('what a measure is made up of', () => {
  let banks: ReportingBanks;
  const ask = (path: string) => banks.ofMeasures(path);

  beforeAll(async () => {
    banks = await reportingBanks();
  });
  afterAll(() => banks.registry.close());

  describe('by dimension', () => {
    const cells = async (code: string, query: string) => {
      const { status, body } = await ask(`${code}/breakdown?effectiveAsOf=2024-12-31&${query}`);
      expect(status).toBe(200);
      return body as BreakdownAnswer;
    };

    it('say what each cell comes to, and its share of the whole', async () => {
      const { basis, ...breakdown } = await cells('renewal-volume', 'by=institution');
      expect(basis.effectiveAsOf).toBe('2024-12-31');
      expect(breakdown).toEqual({
        measure: 'renewal-volume',
        version: 1,
        unit: 'CNY',
        by: ['institution'],
        cells: [
          { keys: { institution: north }, quantity: '1400000.00', share: '0.3589' },
          { keys: { institution: south }, quantity: '2500000.00', share: '0.6410' },
        ],
        total: '3900000.00',
      });
    });

    it('take two dimensions, industries by section, months of a balance as it changed', async () => {
      const { cells: both } = await cells('renewal-volume', 'by=industry,institution');
      expect(both.map(({ keys }) => keys)).toEqual([
        { industry: 'C', institution: north },
        { industry: 'C', institution: south },
      ]);
      const { cells: months, total } = await cells('loan-balance', 'by=month');
      expect(months.length).toBeGreaterThan(1);
      const sum = months.reduce((added, { quantity }) => added + Math.round(Number(quantity) * 100), 0);
      expect(sum).toBe(Math.round(Number(total) * 100));
    });

    it('have no cell for what the measure lacks, and a total all the same', async () => {
      expect(await cells('renewal-volume', 'by=bailoutProgramme')).toMatchObject({
        cells: [],
        total: '3900000.00',
      });
      expect(await cells('renewal-volume', 'by=size&from=2025-01-01')).toMatchObject({
        cells: [],
        total: '0.00',
      });
      expect(await cells('pension-premium', 'by=institution')).toMatchObject({ cells: [], total: null });
    });

    it.each(['', 'by=kind', 'by=size,size', 'by=size,month,district', 'by=size&by=month'])(
      'are refused for %s',
      async (query) => {
        const { status, body } = await ask(`renewal-volume/breakdown?${query}`);
        expect([status, body.errors[0].pointer]).toEqual([400, '?by']);
      },
    );

    it('are none of a growth, and of no measure that is not defined', async () => {
      expect((await ask('technology-balance-growth/breakdown?by=size')).status).toBe(400);
      expect((await ask('nothing/breakdown?by=size')).status).toBe(404);
    });
  });

  describe('fact by fact', () => {
    const facts = async (query: string, code = 'renewal-volume') => {
      const answer = await ask(`${code}/facts?effectiveAsOf=2024-12-31${query}`);
      expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
      return { ...(answer.body as MeasureFactList), link: answer.headers['link'] as string | undefined };
    };
    const sum = ({ items }: Pick<MeasureFactList, 'items'>): number =>
      items.reduce((total, { quantity }) => total + Number(quantity), 0);

    it('add up to the figure; what is undone is a second, negative row', async () => {
      const { items, next, measure, version, unit, basis } = await facts('');
      expect({ measure, version, unit, next }).toEqual({
        measure: 'renewal-volume',
        version: 1,
        unit: 'CNY',
        next: null,
      });
      expect(basis.effectiveAsOf).toBe('2024-12-31');
      expect(sum({ items })).toBe(3_900_000);
      const [renewed, cancelled] = items.filter(({ stream }) => stream === `loan-${south}-S-2`);
      expect(renewed).toMatchObject({ type: 'LoanRenewed', quantity: '700000.00' });
      expect(cancelled).toEqual({
        ...renewed,
        seq: expect.any(Number),
        type: 'LoanCancelled',
        revision: 2,
        quantity: '-700000.00',
      });
      expect(renewed?.dimensions).toEqual({
        institution: south,
        district: expect.any(String),
        industry: expect.stringMatching(/^C/),
        size: expect.any(String),
        bailoutProgramme: null,
        kind: 'ENTERPRISE',
      });
      const then = await facts(`&knownAt=${(cancelled?.seq ?? 0) - 1}`);
      expect(sum(then)).toBe(4_600_000);
    });

    it('of a cell add up to the cell', async () => {
      expect(sum(await facts(`&institution=${north}`))).toBe(1_400_000);
      expect(sum(await facts('&month=2024-12&district=310101'))).toBe(400_000);
      expect((await facts('&month=2024-11')).items).toEqual([]);
      expect((await facts('&bailoutProgramme=RELIEF')).items).toEqual([]);
      expect(sum(await facts('&from=2025-01-01'))).toBe(0);
    });

    it('come page by page, over a link, with a cursor of their own question', async () => {
      const { items: all } = await facts('');
      const first = await facts('&limit=2');
      expect(first.items).toEqual(all.slice(0, 2));
      expect(first.link).toMatch(/^<\/v1\/measures\/renewal-volume\/facts\?.*cursor=.*>; rel="next"$/);
      const rest = await facts(`&limit=1000&cursor=${first.next ?? ''}`);
      expect(rest.items).toEqual(all.slice(2));
      const other = await ask(`renewal-volume/facts?effectiveAsOf=2024-12-30&cursor=${first.next ?? ''}`);
      expect([other.status, other.body.errors[0].pointer]).toEqual([400, '?cursor']);
      expect((await ask('issued-volume/facts?limit=1001')).status).toBe(400);
      expect((await ask('issued-volume/facts?month=2024-13')).status).toBe(400);
    });

    it('are none of a growth, and of no measure that is not defined', async () => {
      expect((await ask('technology-balance-growth/facts')).status).toBe(400);
      expect((await ask('nothing/facts')).status).toBe(404);
    });
  });
});
