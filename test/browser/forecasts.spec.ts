import { describe, expect, it } from '@jest/globals';
import { type ForecastRecorded, forecastStream } from '#facts';
import { Ledger } from '#recording';
import { asWritten, metadataOf } from '#testing';
import { asProgrammeCode, asTargetCode } from '#identifiers';
import { projected } from '../support/projected.js';
import { lendALittle } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* Where a target is expected to end: as a band in the burn-up and in words, and names of lines that do not cover each other. */

const names = {
  en: ['Actual', 'Even pace', 'Required from today', 'Forecast'],
  zh: ['实际', '均匀进度', '今后所需', '预测'],
};

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

describe('a forecast in the console', () => {
  const at = openConsole(async (registry) => {
    await lendALittle(registry);
    const key = await registry.keyFor('supervisor');
    const name = { zh: '续贷', en: 'Renewals' };
    const period = { from: '2024-01-01', to: '2024-12-31' };
    await registry.ask('put', '/v1/programmes/EXPECTED', { key, body: { name, ...period } });
    await registry.ask('put', '/v1/programmes/EXPECTED/targets/T', {
      key,
      body: {
        name,
        measure: 'renewal-volume',
        unit: 'CNY',
        comparator: 'GT',
        threshold: '1000000000.00',
        period,
      },
    });
    const { body } = await registry.ask('get', '/v1/programmes/EXPECTED/progress', { key });
    const definition = (await registry.ask('get', '/v1/programmes/EXPECTED', { key })).body.targets[0].seq;
    const measure = (await registry.ask('get', '/v1/measures/renewal-volume', { key })).body;
    const data: ForecastRecorded['data'] = {
      programme: asProgrammeCode('EXPECTED'),
      basis: {
        seq: body.basis.seq,
        effectiveAsOf: asWritten('2024-04-26'),
        definitions: body.basis.definitions,
      },
      method: 'made up',
      targets: [
        {
          target: asTargetCode('T'),
          version: 1,
          definition,
          computation: measure.seq,
          seed: '0'.repeat(64),
          closing: '960000000.00',
          low: '800000000.00',
          high: '1150000000.00',
          probability: '0.3700',
          attainedOn: { expected: null, earliest: asWritten('2024-11-29'), latest: null },
        },
      ],
    };
    await registry.application.get(Ledger).log.append({
      stream: forecastStream(asProgrammeCode('EXPECTED')),
      expectedRevision: 'none',
      facts: [
        {
          eventId: '0190f3a4-0000-7000-8000-0000000000fe',
          type: 'ForecastRecorded',
          effectiveDate: null,
          institution: null,
          data,
          metadata: metadataOf(),
        },
      ],
    });
    await projected(registry);
  });

  it.each(['en', 'zh'] as const)('has a band and words (%s), and no name covers another', async (lang) => {
    const { page, complaints, close } = await visit(at);
    await signIn(
      page,
      await at.registry.keyFor('supervisor'),
      `/console/progress?programme=EXPECTED&asOf=2024-04-30&lang=${lang}`,
    );
    await page
      .locator('.burn-up-chart svg text')
      .filter({ hasText: names[lang][3] ?? '' })
      .waitFor();
    const boxes =
      (await page.evaluate(`[...document.querySelectorAll('.burn-up-chart svg text')].map((each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect();
      return { text: each.textContent, left, right, top, bottom };
    })`)) as readonly Box[];
    const named = boxes.filter(({ text }) => names[lang].some((name) => text.includes(name)));
    expect(named.map(({ text }) => text).toSorted()).toEqual(names[lang].toSorted());
    for (const one of named)
      for (const other of boxes)
        if (one.text !== other.text)
          expect([
            one.text,
            other.text,
            one.left < other.right &&
              other.left < one.right &&
              one.top < other.bottom &&
              other.top < one.bottom,
          ]).toEqual([one.text, other.text, false]);
    const words = page.getByRole('region', { name: lang === 'en' ? /How it came about/ : /累计过程/ });
    await words.getByText('37.0 %').waitFor();
    if (lang === 'en') await words.getByText('four cases of five between ¥800.0 m and ¥1.15 bn').waitFor();
    const card = page.getByRole('article');
    await card
      .getByText(lang === 'en' ? 'Forecast of 2024-04-26; newer facts came since' : '2024-04-26 的预测')
      .waitFor();
    expect(await card.locator('.bullet').getAttribute('aria-label')).toContain(
      lang === 'en' ? 'Forecast at the end: ¥960.0 m.' : '期末预测',
    );
    expect(await card.locator('.bullet-forecast').count()).toBe(1);
    await words.locator('summary').click();
    const end = words.getByRole('row', { name: /^2024-12-31/ });
    expect((await end.getByRole('cell').allInnerTexts()).slice(2)).toEqual(
      lang === 'en'
        ? ['¥1.00 bn', '¥1.00 bn', '¥960.0 m', '¥800.0 m', '¥1.15 bn']
        : ['¥10.00亿', '¥10.00亿', '¥9.60亿', '¥8.00亿', '¥11.50亿'],
    );
    if (lang === 'en')
      await words.getByText('at the earliest, in four cases of five, by 2024-11-29').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is not shown where newer facts contradict it', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(
      page,
      await at.registry.keyFor('supervisor'),
      '/console/progress?programme=EXPECTED&asOf=2024-04-30&lang=en',
    );
    const card = page.getByRole('article');
    await card.getByText('37.0 %').waitFor();
    // As if more had come than was expected to be there at the end.
    await page.route('**/v1/programmes/EXPECTED/progress**', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      body.targets[0].actual = '960000000.01';
      await route.fulfill({ response: answer, json: body });
    });
    await page.reload();
    await card.getByText('The forecast of 2024-04-26 is overtaken by newer facts').waitFor();
    expect(await card.getByText('37.0 %').count()).toBe(0);
    expect(await card.getByText('Forecast at the end').count()).toBe(0);
    expect(await card.locator('.bullet-forecast').count()).toBe(0);
    const words = page.getByRole('region', { name: /How it came about/ });
    await words.getByText('The forecast of 2024-04-26 is overtaken by newer facts').waitFor();
    expect(await words.getByText('37.0 %').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps nobody out, and where there is none, it is said why', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(
      page,
      await at.registry.keyFor('auditor'),
      '/console/progress?programme=EXPECTED&asOf=2024-04-30',
    );
    await page.locator('.burn-up-chart svg').waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    await page.setViewportSize({ width: 1_440, height: 900 });
    await page.emulateMedia({ media: 'print' });
    // As wide as paper, whatever the screen was: what is wider is cut off at its edge, where the end of the year is.
    await page.locator('.burn-up-chart svg[viewBox^="0 0 690 "]').waitFor();
    await page.emulateMedia({ media: 'screen' });
    await page.goto('/console/progress?programme=SH24&asOf=2024-04-30&lang=en');
    await page.getByText('There is no forecast: it is made once a day').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
