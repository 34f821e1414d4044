import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { engines, registryOn } from '../support/engines.js';
import { parseCsv } from '../support/csv.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { replayed } from '../support/replaying.js';
import { cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';
import { enterprise, reportOf } from '../support/reports.js';

/*
 * A history that really passed 500 billion: 1,059 outlays of a public bailout ledger, sent through the same door as a bank's
 * reports. The ledger is not part of the project; where it is absent the journey is counted as skipped. On the event store it takes
 * minutes of work, and runs at night; shorter journeys run there every time.
 */

const ledgerFile = path.resolve('../shared/data/tarp-bailout-transactions-2008-2013.csv');
const journey = existsSync(ledgerFile) ? describe : describe.skip;
if (!existsSync(ledgerFile)) console.log(`${ledgerFile} is not there: the bailout ledger is skipped.`);

const treasury = 'C1010211000012';

interface Outlay {
  readonly day: string;
  readonly entity: string;
  readonly amount: string;
  readonly programme: string;
}

const isoDay = (american: string): string => {
  const [month = '', day = '', year = ''] = american.split('/');
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const outlays = (): readonly Outlay[] =>
  parseCsv(readFileSync(ledgerFile, 'utf8'))
    .slice(1)
    .filter(([, , type]) => type === 'Purchase' || type === 'Loan' || type === 'Subsidy')
    .map(([date = '', entity = '', , amount = '', programme = '']) => ({
      day: isoDay(date),
      entity,
      amount: Number(amount).toFixed(2),
      programme: programme.replaceAll(/[^A-Za-z0-9]/g, '') || 'NONE',
    }));

journey.each(engines.slice(0, sizeOf('ledger').engines))(
  'a ledger of 1,059 bailout outlays on %s',
  (engine) => {
    let registry: RunningRegistry;
    let supervisor: string;
    let bank: string;
    let reports: readonly object[];

    const send = async (): Promise<
      { results: { status: number; outcome: string; repeated?: boolean }[]; position: string }[]
    > => {
      const answers = [];
      for (let at = 0; at < reports.length; at += 1_000) {
        const answer = await registry.ask('post', '/v1/events', {
          key: bank,
          type: cloudEventBatch,
          body: reports.slice(at, at + 1_000),
        });
        expect(answer.status).toBe(200);
        answers.push(answer.body);
      }
      return answers;
    };

    const progress = async (position: string, query = ''): Promise<Record<string, unknown>> => {
      const answer = await registry.ask('get', `/v1/programmes/TARP/progress${query}`, {
        key: supervisor,
        headers: { 'await-position': position, 'await-timeout': '30000' },
      });
      expect(answer.status).toBe(200);
      return answer.body.targets[0];
    };

    beforeAll(async () => {
      registry = await registryOn(engine);
      supervisor = await registry.keyFor('supervisor');
      bank = await registry.bank(treasury, { kind: 'AUTHORITY' });
      const ledger = outlays();
      const borrowers = new Map(
        [...new Set(ledger.map(({ entity }) => entity))].map((entity, no) => [entity, no]),
      );
      for (const code of new Set(ledger.map(({ programme }) => programme)))
        await registry.ask('put', `/v1/bailout/programmes/${code}`, {
          key: supervisor,
          body: { name: { zh: code, en: code }, from: '2008-01-01', to: '2013-12-31' },
        });
      reports = ledger.map(({ day, entity, amount, programme }, no) =>
        reportOf(treasury, `outlay-${no}`, 'bailout.disbursed', `D${no}`, {
          effectiveDate: day,
          programme,
          kind: 'RELIEF_LOAN',
          borrower: enterprise(borrowers.get(entity) ?? 0),
          amount,
        }),
      );
      await registry.ask('put', '/v1/programmes/TARP', {
        key: supervisor,
        body: { name: { zh: '问题资产救助计划', en: 'TARP' }, from: '2008-01-01', to: '2013-12-31' },
      });
      const target = await registry.ask('put', '/v1/programmes/TARP/targets/TARP-500', {
        key: supervisor,
        body: {
          name: { zh: '五千亿', en: 'Over 500 billion' },
          measure: 'bailout-disbursed',
          unit: 'CNY',
          comparator: 'GT',
          threshold: '500000000000.00',
          period: { from: '2008-01-01', to: '2013-12-31' },
        },
      });
      expect(target.status).toBe(201);
    });

    afterAll(() => registry.close());

    it('is recorded but for the zero amount, and crosses 500 billion on the right day', async () => {
      const answers = await send();
      const results = answers.flatMap((answer) => answer.results);
      expect(results).toHaveLength(1_059);
      expect(results.filter(({ status }) => status === 201)).toHaveLength(1_058);
      expect(results.filter(({ status }) => status !== 201)).toEqual([
        expect.objectContaining({ status: 422, problem: expect.objectContaining({ rule: 'BLO-R05' }) }),
      ]);

      const position = answers.at(-1)?.position ?? '';
      expect(await progress(position)).toMatchObject({
        actual: '682484030400.00',
        achieved: true,
        achievedOn: '2009-06-03',
      });
      expect(await progress(position, '?effectiveAsOf=2009-06-03')).toMatchObject({
        actual: '518674432337.00',
        achieved: true,
      });
      expect(await progress(position, '?effectiveAsOf=2009-06-02')).toMatchObject({
        achieved: false,
        achievedOn: null,
        achievedSeq: null,
      });
    });

    it('sent a second time changes nothing', async () => {
      const before = await registry.ask('get', '/v1/programmes/TARP/progress', { key: supervisor });
      const answers = await send();
      const results = answers.flatMap((answer) => answer.results);
      expect(results.filter(({ repeated }) => repeated)).toHaveLength(1_058);
      const after = await registry.ask('get', '/v1/programmes/TARP/progress', { key: supervisor });
      expect(after.body.targets).toEqual(before.body.targets);
      expect(after.body.basis.seq).toBe(before.body.basis.seq);
    });

    it('leaves rows that are what the facts say, and figures that a replay finds again', async () => {
      await expectProjectionsChecked(registry);
      const auditor = await registry.keyFor('auditor');
      for (const effectiveAsOf of ['2009-06-02', '2009-06-03', '2013-12-31'])
        expect(await replayed(registry, auditor, { programme: 'TARP', effectiveAsOf })).toMatchObject({
          verdict: 'equal',
          differences: [],
        });
    });
  },
);
