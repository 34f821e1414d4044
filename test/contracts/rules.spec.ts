import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { problemStatusOf, type RuleCode, ruleCatalogue } from '#rules';
import { ruleCases } from '../support/rule-cases/all-cases.js';
import { type Reporting, reporting } from '../support/rule-cases/reporting.js';
import type { RuleCase } from '../support/rule-cases/case-reports.js';

/*
 * Every rule is alive: for each code of the catalogue there is a story in which it speaks, with exactly its code and
 * pointer, and one as near to it as can be in which it does not. A code without a story fails.
 */

/** Told to a supervisor, not to who reports. */
const administrative = ['BLO-R06'];

const codes = Object.keys(ruleCatalogue) as RuleCode[];
const reported = codes.filter((code) => !administrative.includes(code));

describe('every rule', () => {
  let setup: Reporting;

  beforeAll(async () => {
    setup = await reporting();
  });

  afterAll(() => setup.registry.close());

  const refused = (code: RuleCode, { pointer, retryable = false }: RuleCase, answer: Response): void => {
    const { en } = ruleCatalogue[code];
    expect(answer.body).toMatchObject({
      type: `/problems/${code}`,
      title: en,
      rule: code,
      status: problemStatusOf(code),
      outcome: 'not-recorded',
      retryable,
      errors: [{ rule: code, pointer }],
    });
    expect(answer.status).toBe(problemStatusOf(code));
  };

  it('has stories, and no story is of a rule that is not there', () => {
    expect([...Object.keys(ruleCases), ...administrative].sort()).toEqual([...codes].sort());
    for (const code of reported) expect([code, ruleCases[code]?.length ?? 0]).not.toEqual([code, 0]);
  });

  describe.each(reported)('%s', (code) => {
    const cases = (ruleCases[code] ?? []).map((each, no) => [`${code}-${no + 1}`, each] as const);

    it.each(cases)('%s fires, and its neighbour does not', async (about, each) => {
      const fired = await setup.tell(each.fires, `${about}-fires`);
      const spared = await setup.tell(each.nearest, `${about}-nearest`);
      if (ruleCatalogue[code].kind === 'R') {
        refused(code, each, fired);
        expect([spared.status, spared.body.outcome]).toEqual([spared.body.repeated ? 200 : 201, 'recorded']);
      } else {
        expect([fired.status, fired.body.flags]).toEqual([201, [code]]);
        expect([spared.status, spared.body.flags]).toEqual([201, []]);
      }
    });

    it('is explained in English and Chinese, and listed so when it refused', async () => {
      const { en, zh, cure, kind } = ruleCatalogue[code];
      const page = await setup.registry.ask('get', `/problems/${code}`, { key: null });
      expect(page.status).toBe(200);
      const text = page.text.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
      for (const words of [en, zh, cure.en, cure.zh]) expect(text).toContain(words);
      if (kind === 'W') return;
      const list = await setup.registry.ask('get', `/v1/refusals?rule=${code}`, { key: setup.supervisor });
      expect(list.body.items.length).toBeGreaterThan(0);
      // What does not match the schema is reported by place, in the words of the schema.
      const expected = code === 'SCH-R01' ? { zh } : { en, zh };
      for (const { message } of list.body.items) expect(message).toMatchObject(expected);
    });
  });

  it('BLO-R06: an allocation above the cap, a cap below what is granted', async () => {
    const { registry, supervisor: key } = setup;
    const grant = (amount: string) =>
      registry.ask('post', '/v1/bailout/allocations', {
        key,
        headers: { 'idempotency-key': `grant-${amount}` },
        body: { programme: 'TIGHT-2024', institution: 'C1010911000019', amount },
      });
    const cap = (amount: string) =>
      registry.ask('put', '/v1/bailout/programmes/TIGHT-2024', {
        key,
        body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31', cap: amount },
      });
    const broken = (pointer: string) => ({ rule: 'BLO-R06', errors: [{ rule: 'BLO-R06', pointer }] });
    expect((await grant('400000.01')).body).toMatchObject(broken('/amount'));
    expect((await grant('400000.00')).status).toBe(201);
    expect((await cap('899999.99')).body).toMatchObject(broken('/cap'));
    expect((await cap('900000.01')).status).toBe(201);
  });
});
