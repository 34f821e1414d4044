import { describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { lendALittle, ownBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersOn, signIn, visit } from './signed-in.js';

/* Progress in the console as it is now, and at a cut of both time axes. */

describe('progress at a cut in the console', () => {
  let bankKey: string;

  const at = openConsole(async (registry) => {
    bankKey = await lendALittle(registry);
  });

  it('what is recorded is shown by itself, and both axes turn it back', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/progress?programme=MOVES&lang=en');
    await page.getByText('Progress towards the targets').waitFor();
    const supervisor = await at.registry.keyFor('supervisor');
    const name = { zh: '会动', en: 'It moves' };
    const period = { from: '2024-01-01', to: '2024-12-31' };
    await at.registry.ask('put', '/v1/programmes/MOVES', { key: supervisor, body: { name, ...period } });
    await at.registry.ask('put', '/v1/programmes/MOVES/targets/T', {
      key: supervisor,
      body: { name, measure: 'issued-volume', unit: 'CNY', comparator: 'GT', threshold: '1.00', period },
    });
    await page.goto('/console/progress?programme=MOVES&lang=en');
    const card = page.getByRole('article', { name: 'It moves' });
    await card.getByText('Achieved').waitFor();
    await at.registry.ask('put', '/v1/programmes/MOVES/targets/T', {
      key: supervisor,
      body: {
        name,
        measure: 'issued-volume',
        unit: 'CNY',
        comparator: 'GT',
        threshold: '9000000000.00',
        period,
      },
    });
    await card.getByText('more than ¥9.00 bn').waitFor();
    const report = issuedLoan(ownBank, 'L9', 9, { effectiveDate: '2024-01-10', principal: '5000000.00' });
    const sent = { key: bankKey, type: cloudEventBatch, body: [report] };
    expect((await at.registry.ask('post', '/v1/events', sent)).body.results[0].status).toBe(201);
    await card.getByText('¥325.0 m').first().waitFor();
    await page.getByLabel('Effective up to').fill('2024-01-05');
    await page.getByRole('button', { name: 'Show' }).click();
    await card.getByText('¥0.00', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Now' }).click();
    await card.getByText('¥325.0 m').first().waitFor();
    await page.getByLabel('Effective up to').fill('2023-12-31');
    await page.getByRole('button', { name: 'Show' }).click();
    await card.getByText('Not begun').waitFor();
    expect(await card.getByText('even pace').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a day that is not over is not yet known, and before it was defined there is no programme', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/progress?lang=en&asOf=2024-06-30');
    // Whichever day is looked at next, the programme stays the one that is seen.
    await page.waitForURL(/programme=SH24/);
    const [asOf, known] = [page.getByLabel('Effective up to'), page.getByLabel('As known on')];
    await asOf.fill('2024-05-31');
    await known.fill('2999-12-31');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('2999-12-31 is not over, so it is not yet known: shown as of now').waitFor();
    await page.getByText('effective up to 2024-05-31').waitFor();
    expect([await asOf.inputValue(), await known.inputValue()]).toEqual(['2024-05-31', '2999-12-31']);
    expect(new URL(page.url()).searchParams.get('known')).toBe('2999-12-31');
    await page.getByText(/\d targets in all/).waitFor();
    expect(complaints).toEqual([]);
    await known.fill('2024-01-01');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('At the end of 2024-01-01 this programme was not defined yet.').waitFor();
    expect(await page.getByText('There is no such thing').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    expect(await barriersOn(page)).toEqual([]);
    await close();
  });

  it('what cannot be shown is said in the words of the page, and is not asked for again in vain', async () => {
    const { page, close } = await visit(at);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/progress?lang=en&programme=SH24');
    await page.getByText('Live: it moves with every fact').waitFor();
    const refused = 'Nothing to show as asked; asking again would change nothing';
    // A programme that was not defined then: the answer stays what it is.
    await page.goto('/console/progress?lang=en&programme=SH24&known=2024-01-01');
    await page.getByText(refused).waitFor();
    await page.goto('/console/progress?lang=zh&programme=SH24&known=2024-01-01');
    await page.getByText('按此条件没有可显示的内容，重新查询也不会改变').waitFor();
    await page.goto('/console/breakdown?lang=en&measure=technology-balance-growth');
    await page.getByText(refused).waitFor();
    expect(await page.getByText(/Asked again/).count()).toBe(0);
    // A day that there is not is named as such, and never sent.
    await page.goto('/console/breakdown?lang=en&asOf=2024-02-30');
    await page.getByText('The address says asOf=2024-02-30').waitFor();
    expect(asked.filter((url) => url.startsWith(`${at.base}/v1/`) && url.includes('02-30'))).toEqual([]);
    // Nor are words of the interface shown where a browser's clock is wrong.
    await page.route('**/v1/measures/renewal-volume/breakdown?*', (route) =>
      route.fulfill({
        status: 400,
        contentType: 'application/problem+json',
        json: {
          type: '/problems/invalid-request',
          title: 'Not understood',
          status: 400,
          detail: 'A query parameter is not understood.',
          errors: [{ pointer: '?knownAt', message: 'must not be an instant still to come' }],
        },
      }),
    );
    for (const [lang, said] of [
      ['en', '“As known on” has a value that cannot be shown.'],
      ['zh', '“按当日所知”的取值无法显示。'],
    ] as const) {
      await page.goto(`/console/breakdown?lang=${lang}&by=district`);
      await page.getByText(said).waitFor();
      expect(await page.getByText('knownAt').count()).toBe(0);
      expect(await page.getByRole('button', { name: /Try again|重试/ }).count()).toBe(0);
    }
    expect(await barriersOn(page)).toEqual([]);
    await close();
  });

  it('a fact that is not there yet is waited for, and said not to be there in the words of the page', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/breakdown?lang=en&known=99999999');
    await page.getByText(/^What is asked for is not there yet/).waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.goto('/console/breakdown?lang=zh&known=99999999');
    await page.getByText(/^所查询的内容尚不存在/).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await close();
  });
});
