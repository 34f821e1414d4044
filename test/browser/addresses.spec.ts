import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { lendALittle } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersOn, settled, signIn, visit } from './signed-in.js';

/* Addresses that say what there is not, a registry that does not answer, and more than one tab. */

const notLoaded = /Failed to (load resource|fetch)|net::ERR_FAILED|status of 404/;
/** A stream of events that the registry ended with its session. */
const streamEnded = /ERR_INCOMPLETE_CHUNKED_ENCODING/;

const silence = async (page: Page): Promise<() => Promise<void>> => {
  await page.route('**/*', (route) => route.abort());
  return () => page.unroute('**/*');
};

describe('the console', () => {
  let bankKey: string;
  const at = openConsole(async (registry) => {
    bankKey = await lendALittle(registry);
  });

  it('says what it did not understand of an address, and what is called nothing', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(
      page,
      await at.registry.keyFor('auditor'),
      '/console/progress?programme=NOPE&asOf=abc&since=2999-01-01&lang=en',
    );
    await page.getByText('The address says asOf=abc: this page makes nothing of that').waitFor();
    await page.getByText('The address says programme=NOPE: there is none such').waitFor();
    await page.getByText('2999-01-01 is still to come').waitFor();
    expect(new URL(page.url()).searchParams.get('programme')).toBe('NOPE');
    await settled(page);
    expect(await barriersOn(page)).toEqual([]);
    await page.goto('/console/replays?programme=NOPE&lang=en');
    await page.getByText('The address says programme=NOPE').waitFor();
    expect(await page.getByRole('button', { name: 'Replay' }).first().isDisabled()).toBe(true);
    await page.goto('/console/progress?effectiveAsOf=2024-04-30&lang=en');
    await page.getByText('effective up to 2024-04-30').waitFor();
    expect(await page.getByText('The address says').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.goto('/console/breakdown?measure=zzz&lang=en');
    await page.getByText('The address says measure=zzz: there is none such').waitFor();
    await page.getByText('C1010211000012').or(page.getByRole('rowheader')).first().waitFor();
    await close();
  });

  it('takes who is signed in on from the page for signing in, and leaves a link unused', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/?lang=en');
    await page.goto('/console/sign-in?lang=en');
    await page.getByRole('heading', { name: 'Progress' }).waitFor();
    await page.goto('/console/sign-in?lang=en#link=xl_somebody');
    await page.getByText('You are signed in already; the link was not used').waitFor();
    expect(page.url()).not.toContain('link=');
    expect(complaints).toEqual([]);
    await close();
  });

  it('stays while the registry does not answer, says so, and goes on by itself', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, bankKey, '/console/progress?lang=en');
    await settled(page);
    const answer = await silence(page);
    await page.getByRole('link', { name: 'Loans', exact: true }).click();
    await page.getByText('The registry does not answer since').waitFor();
    await page.locator('.frame-account').waitFor();
    await answer();
    await page.getByRole('heading', { name: 'Loans', level: 1 }).waitFor();
    await page.getByText('The registry does not answer since').waitFor({ state: 'detached' });
    expect(complaints.filter((text) => !notLoaded.test(text))).toEqual([]);
    await close();
  });

  it('is loaded anew once where another release replaced its parts', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, bankKey, '/console/progress?lang=en');
    await settled(page);
    let loads = 0;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) loads += 1;
    });
    await page.route('**/assets/loans-page*', (route) =>
      loads > 0 ? route.continue() : route.fulfill({ status: 404 }),
    );
    await page.getByRole('link', { name: 'Loans', exact: true }).click();
    await page.getByRole('heading', { name: 'Loans', level: 1 }).waitFor();
    expect(loads).toBe(1);
    expect(complaints.filter((text) => !notLoaded.test(text))).toEqual([]);
    await close();
  });

  it('is left in every tab at once', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, bankKey, '/console/progress?lang=en');
    const other = await page.context().newPage();
    await other.goto('/console/loans?lang=en');
    await other.locator('.frame-account').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.locator('#key').waitFor();
    expect(complaints.filter((text) => !streamEnded.test(text))).toEqual([]);
    await close();
  });

  it('has a page for a problem that there is not; programs get a problem document', async () => {
    const { page, close } = await visit(at);
    const answer = await page.goto('/problems/NOPE');
    expect(answer?.status()).toBe(404);
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    const program = await page.request.get('/problems/NOPE', { headers: { accept: '*/*' } });
    expect([program.status(), program.headers()['content-type']]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
    await close();
  });
});
