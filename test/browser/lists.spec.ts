import { describe, expect, it } from '@jest/globals';
import { lendALittle } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersOn, signIn, visit } from './signed-in.js';

/* Lists in the console: on a phone, and narrowed by what the address and the page say. */

const cut = 'asOf=2024-12-31&lang=en';

describe('lists in the console', () => {
  const at = openConsole(async (registry) => {
    await lendALittle(registry);
  });

  it('a list of loans says what it is narrowed to, and each part of that is taken back by itself', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/loans?lang=en');
    // Several at once, as an address may say it; each is told, and taken back by itself.
    await page.goto('/console/loans?lang=en&district=310115,310101&size=MICRO&industry=C');
    await page.getByRole('link', { name: 'L3' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Loans\nDistrict: Pudong New Area · District: Huangpu · Industry: Manufacturing · Size: Micro',
    );
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Industry: Manufacturing, take this back' }).press('Enter');
    await page.getByRole('link', { name: 'L2' }).waitFor();
    await page.getByRole('button', { name: 'Size: Micro, take this back' }).click();
    await page.getByRole('button', { name: 'District: Huangpu, take this back' }).click();
    // One of Pudong is there as soon as the size is taken back, one of Huangpu until the district is.
    await page.getByRole('link', { name: 'L2' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'L1' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(3);
    await page.getByRole('combobox', { name: 'Product' }).fill('Trade');
    await page.keyboard.press('Enter');
    await page.getByText('No loan fits.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('a breakdown is narrowed where it stands, and tells its loans what they are narrowed to', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), `/console/breakdown?${cut}&by=size`);
    await page.getByText('Total ¥320.0 m').waitFor();
    await page.getByRole('combobox', { name: 'District' }).fill('Pudong');
    await page.keyboard.press('Enter');
    await page.getByText('Total ¥160.0 m').waitFor();
    await page.getByRole('combobox', { name: 'Bank', exact: true }).fill('Other');
    await page.keyboard.press('Enter');
    await page.getByText('Total ¥80.00 m').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Loans of Micro, as they stand' }).click();
    await page.getByRole('link', { name: 'L3' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Loans\nBank: Other Bank · District: Pudong New Area · Size: Micro',
    );
    expect(await page.getByRole('row').count()).toBe(2);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a phone shows lists as they are read, and none is moved sideways', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 844 } });
    await signIn(page, await at.registry.keyFor('supervisor'), `/console/loans?${cut}`);
    const lists = [
      ['/console/loans', 'Loans'],
      ['/console/programmes/SH24', 'Targets'],
      ['/console/facts?measure=renewal-volume', 'Facts behind a figure'],
      ['/console/breakdown?by=institution', 'Ranking'],
    ] as const;
    for (const [path, name] of lists) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}${cut}`);
      const list = page.getByRole('group', { name, exact: true });
      await list.getByRole('row').nth(2).waitFor();
      // Neither sideways, nor up and down within a page that is itself moved.
      const beyond = `[...document.querySelectorAll('.scrolled')].flatMap((each) =>
        [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight])`;
      expect([path, await page.evaluate(beyond)]).toEqual([path, [0, 0]]);
      // A table that is laid out as blocks is a table to those who hear it all the same.
      expect(await list.getByRole('columnheader').count()).toBeGreaterThan(3);
    }
    expect(await barriersOn(page)).toEqual([]);
    // A name as long as may be sent goes over some lines, and no more.
    await page.route('**/v1/loans?*', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      body.items[0].borrower.name = 'W'.repeat(200);
      await route.fulfill({ response: answer, json: body });
    });
    await page.goto(`/console/loans?${cut}`);
    const long = page.getByTitle('W'.repeat(200));
    await long.waitFor();
    expect((await long.boundingBox())?.height).toBeLessThan(120);
    expect(complaints).toEqual([]);
    await close();
  });
});
