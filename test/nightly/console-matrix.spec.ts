import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../browser/chromium.process.js';
import { lendALittle, ownBank } from '../browser/lending.js';
import { usccOf } from '../support/reports.js';
import { barriersOn, signIn, visit } from '../browser/signed-in.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Each page of the console in both languages, both schemes and three widths: nobody is kept out, and nothing runs over the edge. */

const pages = [
  '/console/progress?asOf=2024-12-31',
  '/console/progress?asOf=2024-12-31&figures=exact&since=1',
  '/console/breakdown?asOf=2024-12-31&by=district',
  '/console/breakdown?asOf=2024-12-31&by=industry,size&figures=exact',
  '/console/facts?asOf=2024-12-31&measure=renewal-volume&district=310115',
  '/console/loans?district=310115',
  `/console/loans/${ownBank}/L1`,
  '/console/borrowers?status=RECOGNISED',
  `/console/borrowers/${usccOf(1)}`,
  '/console/programmes',
  '/console/programmes/SH24?target=SH24-CHAIN',
  '/console/programmes/SH24?add=copy',
  '/console/institutions',
  '/console/measures?code=chain-borrowers',
  '/console/anomalies?signal=evergreening&renewals=2',
  '/console/anomalies?from=2024-01-01',
];
const languages = ['en', 'zh'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [390, 768, 1_440] as const;

const looks = languages.flatMap((lang) =>
  schemes.flatMap((scheme) => widths.map((width) => [lang, scheme, width] as const)),
);

describe('every page of the console', () => {
  let registry: RunningRegistry;
  let browser: Browser;
  let base: string;
  let key: string;

  beforeAll(async () => {
    [registry, browser] = await Promise.all([runningRegistry(), startBrowser()]);
    base = await registry.application.getUrl();
    await lendALittle(registry);
    key = await registry.keyFor('supervisor');
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await registry.close();
  });

  it.each(looks)(
    'in %s, %s, at %i px',
    async (lang, scheme, width) => {
      const { page, complaints, close } = await visit(browser, base, {
        colorScheme: scheme,
        viewport: { width, height: 900 },
      });
      await signIn(page, key, `/console/progress?lang=${lang}`);
      for (const path of pages) {
        await page.goto(`${path}&lang=${lang}`.replace(/^([^?&]*)&/, '$1?'));
        await page.locator('main h1').first().waitFor();
        await page.waitForLoadState('networkidle');
        await page.locator('.state .anticon-loading').first().waitFor({ state: 'detached' });
        expect([path, await barriersOn(page)]).toEqual([path, []]);
        const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect([path, await page.evaluate(beyond)]).toEqual([path, 0]);
        const untranslated = await page.evaluate(
          `document.body.innerText.match(/\\b(shell|session|figures|progress|breakdown|loans|borrowers|anomalies|programmes|institutions)\\.[a-z]\\w*/g)`,
        );
        expect([path, untranslated]).toEqual([path, null]);
      }
      expect(complaints).toEqual([]);
      await close();
    },
    240_000,
  );

  it('prints a page of progress on A4, black on white, without what only a screen needs', async () => {
    const { page, close } = await visit(browser, base, { colorScheme: 'dark' });
    await signIn(page, key, '/console/progress?asOf=2024-12-31&lang=en');
    await page.locator('.burn-up-chart svg').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.locator('html[data-scheme=light]').waitFor();
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(`getComputedStyle(document.body).color`)).toBe('rgb(27, 36, 48)');
    for (const hidden of ['nav', '.frame-account', '.cut', '.card-links'])
      expect([hidden, await page.locator(hidden).first().isVisible()]).toEqual([hidden, false]);
    const pdf = await page.pdf({ format: 'A4' });
    expect((pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length).toBeLessThanOrEqual(2);
    await close();
  });
});
