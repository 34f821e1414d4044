import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import { sizeOf } from '#testing';
import { pause } from '#wake-up';
import type { OpenConsole } from './open-console.js';

/* What journeys through the console have in common. */

/** A page of its own, and what its browser complained of: scripts that broke, and what the page's policy did not let in. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Answers that a page asks for to learn that it may not, or not yet: nobody signed in, events that are not built. */
const expected = /status of (401|501)/;

/** Requests of a page that are under way; a stream of events is under way as long as the page is open. */
const underWay = new WeakMap<Page, Set<Request>>();

const noteRequests = (page: Page): void => {
  const requests = new Set<Request>();
  underWay.set(page, requests);
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
};

const longestMs = 15_000;

/** In the page: what was answered is drawn, and has asked for what it asks for next. */
const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))';

/** Once everything that the page asked for has come and is shown. */
export const settled = async (page: Page): Promise<void> => {
  const requests = underWay.get(page);
  if (!requests) throw new Error('The page was not opened by visit.');
  const giveUpAt = performance.now() + longestMs;
  do {
    while (requests.size > 0) {
      if (performance.now() > giveUpAt)
        throw new Error(`Not answered: ${[...requests].map((request) => request.url()).join(', ')}.`);
      await pause(10);
    }
    await page.evaluate(drawn);
  } while (requests.size > 0);
};

const { areCombined } = sizeOf('consoleLooks');

export const visit = async (
  { browser, base: baseURL }: Pick<OpenConsole, 'browser' | 'base'>,
  options: BrowserContextOptions = {},
): Promise<Visit> => {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(longestMs);
  noteRequests(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
};

export const signIn = async (page: Page, key: string, path = '/'): Promise<void> => {
  await page.goto(path);
  await page.locator('#key').fill(key);
  await page.locator('.sign-in button[type=submit]').click();
  await page.locator('.frame-account').waitFor();
};

/** As a person chooses a file that has this in it. */
export const chooseFile = (page: Page, name: string, text: string): Promise<void> =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the page: colours that are still changing are those of no state. What goes on for ever is not waited for. */
const changesEnded = `Promise.all(
  document.getAnimations()
    .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
    .map((each) => each.finished.catch(() => undefined)),
).then(() => undefined)`;

/** Where a page keeps somebody out: each rule that it breaks, with the part that does. */
export const barriersOn = async (page: Page): Promise<readonly string[]> => {
  // The policy of the page lets no script in but its own; what is evaluated comes from outside of it.
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(axe);
  await page.evaluate(changesEnded);
  return page.evaluate(async () => {
    const { axe: rules } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await rules.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Nodes that keep the rules are many, and nobody reads them.
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
};

type Look = readonly [lang: 'zh' | 'en', scheme: 'dark' | 'light'];

const looks: readonly Look[] = areCombined
  ? [
      ['zh', 'dark'],
      ['zh', 'light'],
      ['en', 'dark'],
      ['en', 'light'],
    ]
  : [
      ['zh', 'dark'],
      ['en', 'light'],
    ];

/** The same in both languages and both schemes; English and light in the end. A page is opened anew for its language and recoloured where it stands. */
export const barriersInEachLook = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const [lang, scheme] of looks) {
    const address = new URL(page.url());
    if (address.searchParams.get('lang') !== lang) {
      address.searchParams.set('lang', lang);
      await page.goto(address.href);
      await page.locator('.frame-account').waitFor();
    }
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-scheme=${scheme}]`).waitFor();
    await settled(page);
    for (const barrier of await barriersOn(page)) found.push(`${lang} ${scheme} ${barrier}`);
  }
  return found;
};
