import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { hostileName, lendALittle, ownBank } from '../browser/lending.js';
import { usccOf } from '../support/reports.js';
import { openConsole } from '../browser/open-console.js';
import { barriersOn, settled, signIn, visit } from '../browser/signed-in.js';

/* Each page of the console in both languages, both schemes and three widths: nobody is kept out, and nothing runs over the edge. */

const ofSupervisor = [
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
  '/console/bailout',
  '/console/bailout?amend=RELIEF',
  '/console/calendars',
  '/console/calendars?year=2024',
  '/console/usccs',
  '/console/measures?code=chain-borrowers',
  '/console/anomalies?signal=evergreening&renewals=2',
  '/console/anomalies?from=2024-01-01',
  '/console/progress?programme=HARM&asOf=2023-06-01',
  '/console/programmes/HARM?target=T',
  '/console/programmes/HARM?add=copy',
  '/console/breakdown?by=institution&institution=C1010411000014',
  '/console/loans?district=310115,310101&size=MICRO&tag=INCLUSIVE&maturityFrom=2024-01-01',
];

/** What a supervisor does not see, or sees otherwise. */
const pagesOf = {
  supervisor: ofSupervisor,
  auditor: [
    '/console/replays?asOf=2024-12-31',
    '/console/replays?asOf=2024-12-31&from=1&to=40&target=SH24-RENEW',
    '/console/log?at=2',
    `/console/log?stream=loan-${ownBank}-L1&figures=exact`,
    '/console/log?programme=SH24&target=SH24-RENEW',
    '/console/log?at=99999999',
  ],
  bank: [
    '/console/progress?asOf=2024-12-31',
    '/console/submissions',
    '/console/breakdown?asOf=2024-12-31&by=month',
    '/console/loans?status=ACTIVE',
    '/console/borrowers',
    '/console/bailout',
    '/console/replays',
  ],
  admin: ['/console/administration', '/console/progress', '/console/nowhere'],
} as const;
const roles = ['supervisor', 'auditor', 'bank', 'admin'] as const;
const languages = ['en', 'zh'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [390, 768, 1_440] as const;

const looks = languages.flatMap((lang) =>
  schemes.flatMap((scheme) => widths.map((width) => [lang, scheme, width] as const)),
);

describe('every page of the console', () => {
  let key: string;
  let bankKey: string;

  const at = openConsole(async (registry) => {
    bankKey = await lendALittle(registry);
    const relief = { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31', cap: '9.00' };
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', {
      key: await registry.keyFor('supervisor'),
      body: relief,
    });
    key = await registry.keyFor('supervisor');
    // What a supervisor or an administrator named is a text as well, and may be one long word.
    const long = `${hostileName} ${'W'.repeat(80)}`;
    const name = { zh: long, en: long };
    await registry.bank('C1010411000014', { name, reportingFrom: '2024-01-01' });
    const period = { from: '2023-01-01', to: '2023-12-31' };
    await registry.ask('put', '/v1/programmes/HARM', { key, body: { name, ...period } });
    const target = { measure: 'issued-volume', unit: 'CNY', comparator: 'GT', threshold: '1.00', period };
    await registry.ask('put', '/v1/programmes/HARM/targets/T', { key, body: { name, ...target } });
  });

  const keyOf = async (role: (typeof roles)[number]): Promise<string> => {
    if (role === 'supervisor') return key;
    return role === 'bank' ? bankKey : at.registry.keyFor(role);
  };

  /** What is wrong with a page as it is shown; `width` is that of the screen. */
  const faultsOf = async (page: Page, width: number): Promise<readonly unknown[]> => {
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    // Two dimensions at once alone are wider than a phone.
    const wide =
      width === 390
        ? `[...document.querySelectorAll('.scrolled:not(:has(.heat))')].filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.ariaLabel)`
        : '[]';
    const untranslated = `document.body.innerText.match(/(?<![.\\w])(shell|session|figures|progress|breakdown|loans|borrowers|anomalies|programmes|institutions|bailout|calendars|usccs|log|replays|submissions|administration)\\.[a-z]\\w*/g) ?? []`;
    const turned = `document.body.innerText.includes('\\u202e')`;
    const [over, tables, keys, isTurned] = await Promise.all([
      page.evaluate<number>(beyond),
      page.evaluate<readonly string[]>(wide),
      page.evaluate<readonly string[]>(untranslated),
      page.evaluate<boolean>(turned),
    ]);
    return [
      ...(await barriersOn(page)),
      ...(over === 0 ? [] : [{ over }]),
      ...tables.map((table) => ({ table })),
      ...keys,
      ...(isTurned ? ['turned round'] : []),
    ];
  };

  it.each(looks)(
    'in %s, %s, at %i px',
    async (lang, scheme, width) => {
      for (const role of roles) {
        const { page, complaints, close } = await visit(at, {
          colorScheme: scheme,
          viewport: { width, height: 900 },
        });
        await page.goto(`/console/progress?lang=${lang}`);
        await page.locator('#key').waitFor();
        expect(['the door', await faultsOf(page, width)]).toEqual(['the door', []]);
        await signIn(page, await keyOf(role), `/console/progress?lang=${lang}`);
        for (const path of pagesOf[role]) {
          await page.goto(`${path}&lang=${lang}`.replace(/^([^?&]*)&/, '$1?'));
          await page.locator('main h1').first().waitFor();
          await settled(page);
          const goesOn = page.locator('.state .anticon-loading').first();
          const isLoaded = goesOn.waitFor({ state: 'detached' }).then(
            () => true,
            () => false,
          );
          expect([role, path, await isLoaded]).toEqual([role, path, true]);
          expect([role, path, await faultsOf(page, width)]).toEqual([role, path, []]);
        }
        expect([role, complaints]).toEqual([role, []]);
        await close();
      }
      const { page, close } = await visit(at, { colorScheme: scheme, viewport: { width, height: 900 } });
      for (const path of ['/docs', '/problems/RNW-R02']) {
        await page.goto(`${path}?lang=${lang}`);
        expect([path, await faultsOf(page, width)]).toEqual([path, []]);
      }
      await close();
    },
    380_000,
  );

  it('prints a page of progress on A4, black on white, without what only a screen needs', async () => {
    const { page, close } = await visit(at, { colorScheme: 'dark' });
    await signIn(page, key, '/console/progress?asOf=2024-12-31&lang=en');
    await page.locator('.burn-up-chart svg').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.locator('html[data-scheme=light]').waitFor();
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(`getComputedStyle(document.body).color`)).toBe('rgb(27, 36, 48)');
    for (const hidden of ['nav', '.frame-account', '.cut', '.card-links'])
      expect([hidden, await page.locator(hidden).first().isVisible()]).toEqual([hidden, false]);
    // All fourteen targets, in either language.
    for (const lang of ['en', 'zh']) {
      await page.goto(`/console/progress?asOf=2024-12-31&lang=${lang}`);
      await page.locator('.burn-up-chart svg').waitFor();
      expect(await page.locator('.card').count()).toBe(14);
      const pdf = await page.pdf({ format: 'A4' });
      expect([lang, pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length]).toEqual([lang, 1]);
    }
    await close();
  });
});
