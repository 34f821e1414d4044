import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hostileName, lendALittle, otherBank, ownBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersOn, signIn, visit } from './signed-in.js';

/* One journey for each role: what it sees, how it gets there, and what is not there for it. */

const cut = 'asOf=2024-12-31&lang=en';

describe('in the console', () => {
  let bankKey: string;

  const at = openConsole(async (registry) => {
    bankKey = await lendALittle(registry);
  });

  it('a supervisor goes from a target to the part, the loan and its facts, by keyboard where it matters', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), `/console/progress?${cut}`);
    const card = page.getByRole('article', { name: 'Seamless loan renewals' });
    await card.getByText('¥320.0 m').first().waitFor();
    expect(await card.innerText()).toContain('Behind even pace');
    await page.getByRole('img', { name: /^Chart: Seamless loan renewals/ }).waitFor();
    await page.getByText('The same as a table').click();
    expect(await page.getByRole('row', { name: /2024-03-03/ }).innerText()).toContain('¥320.0 m');
    expect(await barriersOn(page)).toEqual([]);

    const since = page.getByLabel('Known on', { exact: true });
    await page.goto(`/console/progress?${cut}&since=1`);
    await since.waitFor();
    const moved = page.getByRole('row', { name: /Seamless renewal/ });
    await moved.first().waitFor();
    expect(await moved.count()).toBe(4);
    expect(await barriersOn(page)).toEqual([]);

    await page.getByRole('link', { name: 'Break it down: Seamless loan renewals' }).press('Enter');
    await page.getByRole('link', { name: /Pudong New Area ¥160.0 m/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('2024-01-01');
    expect(await barriersOn(page)).toEqual([]);
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    expect((await downloaded).suggestedFilename()).toMatch(
      /^renewal-volume-by-district-as-of-2024-12-31-fact-\d+\.csv$/,
    );
    const text = readFileSync((await (await downloaded).path()) ?? '', 'utf8');
    expect(text).toContain('160000000.00');

    await page.getByRole('link', { name: 'Loans of Pudong New Area, as they stand' }).click();
    await page.getByRole('link', { name: 'L1' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Loans\nDistrict: Pudong New Area',
    );
    const shown = hostileName.replace('\u202E', '[U+202E]');
    expect(await page.getByText(shown).count()).toBe(1);
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'L1' }).click();
    await page.getByRole('heading', { name: 'Seamless renewal' }).waitFor();
    await page.getByText('As recorded, and by whom').first().click();
    expect(await page.locator('pre').first().innerText()).toContain('[U+202E]');
    expect(await barriersOn(page)).toEqual([]);
    expect(await page.title()).toBe('Loan L1 · Xudai 续贷');

    await page.goto(`/console/facts?${cut}&measure=renewal-volume&district=310115`);
    await page.getByRole('link', { name: 'L3' }).waitFor();
    await page.getByText('The figure ¥160.0 m 2 facts add ¥160.0 m').waitFor();
    expect(
      await page.getByRole('link', { name: 'Breakdown', exact: true }).getAttribute('aria-current'),
    ).toBe('true');
    expect(await barriersOn(page)).toEqual([]);
    await page.goto(`/console/breakdown?${cut}&by=district,size&from=2024-01-01`);
    await page.getByRole('columnheader', { name: 'Micro' }).waitFor();
    expect(await page.getByRole('row', { name: /^All / }).getByRole('cell').allInnerTexts()).toEqual([
      '¥160.0 m',
      '¥80.00 m',
      '¥80.00 m',
      '¥320.0 m',
    ]);
    expect(await barriersOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a bank sees its own and nothing of another', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, bankKey, `/console/breakdown?${cut}&by=institution`);
    await page.getByRole('rowheader', { name: 'Example Bank' }).waitFor();
    expect(await page.getByText('Other Bank').count()).toBe(0);
    await page.getByText('shares are parts of its own total').waitFor();
    expect(await page.locator('.frame-account').innerText()).toContain(`Bank · Example Bank ${ownBank}`);
    await page.getByRole('link', { name: 'Progress' }).click();
    await page.getByRole('article', { name: 'Seamless loan renewals' }).waitFor();
    expect(await page.getByText('What changed').count()).toBe(0);
    expect(await barriersOn(page)).toEqual([]);
    await page.goto('/console/loans?lang=en');
    await page.getByRole('link', { name: 'L2' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Loans of your bank\nAll of them');
    expect(complaints).toEqual([]);
    await page.goto(`/console/loans/${otherBank}/L3?lang=en`);
    await page.getByText('There is no such thing').waitFor();
    await close();
  });

  it('an auditor sees what a supervisor sees, and what moved a target', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(
      page,
      await at.registry.keyFor('auditor'),
      `/console/progress?${cut.replace('en', 'zh')}&since=1`,
    );
    await page.getByRole('heading', { name: '变化情况' }).waitFor();
    await page.getByRole('cell', { name: '无缝续贷' }).first().waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.goto(`/console/loans/${ownBank}/L1?lang=zh`);
    await page.getByRole('heading', { name: '无缝续贷' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('an administrator sees progress, and of loans that they are not for them', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('admin'), `/console/progress?${cut}`);
    await page.getByRole('article', { name: 'Seamless loan renewals' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
      'Progress',
      'Administration',
    ]);
    await page.goto('/console/loans?lang=en');
    await page.getByRole('heading', { name: 'Your key may not see this' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.goto('/console/nowhere?lang=en');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('the first page comes to at most 350 kB compressed, without charts', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('admin'), `/console/progress?${cut}`);
    await page.getByRole('article', { name: 'Seamless loan renewals' }).waitFor();
    const loaded = (await page.evaluate(
      `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`,
    )) as readonly string[];
    const files = loaded.filter((name) => /^\/console\/assets\/.*\.(js|css)$/.test(name));
    const bytes = files.map((name) => statSync(`dist${name}.gz`, { throwIfNoEntry: false })?.size ?? 1_024);
    expect(files.filter((name) => name.includes('chart'))).toEqual([]);
    expect(files.length).toBeGreaterThan(3);
    expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(350_000);
    await close();
  });
});
