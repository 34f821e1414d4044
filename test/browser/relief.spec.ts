import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { usccCheckCharacter } from '#identifiers';
import { lendALittle, otherBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, barriersOn, settled, signIn, visit, type Visit } from './signed-in.js';

/* What a supervisor sets beside targets: relief and who may disburse it, working days, credit codes that are lawful all the same. */

/** What the browser says of every answer of that kind. */
const isRefusal = (text: string): boolean => /status of 4(00|22)/.test(text);

const fault = (page: Page, label: string | RegExp): Promise<string> =>
  page
    .locator('.field')
    .filter({ has: page.getByLabel(label) })
    .locator('.fault')
    .innerText();

describe('in the console a supervisor', () => {
  let bankKey: string;
  let supervisorKey: string;
  let opened: Visit;
  const at = openConsole(async (registry) => {
    bankKey = await lendALittle(registry);
    supervisorKey = await registry.keyFor('supervisor');
  });
  beforeEach(async () => {
    opened = await visit(at, { viewport: { width: 390, height: 800 } });
  });
  const end = async ({ complaints, close }: Visit): Promise<void> => {
    expect(complaints.filter((text) => !isRefusal(text))).toEqual([]);
    await close();
  };

  it('defines relief with a cap, and grants a part of it once; what goes beyond is told at its field', async () => {
    const { page } = opened;
    await signIn(page, supervisorKey, '/console/bailout?lang=en');
    await page.getByText('No bailout programme is defined yet.').waitFor();
    const form = page.getByRole('form', { name: 'Define a bailout programme' });
    await form.getByLabel('Code').fill('RELIEF-9');
    await form.getByLabel('Name in Chinese').fill('纾困九号');
    await form.getByLabel('Name in English').fill('Relief <b>nine</b>');
    await form.getByLabel('First day').fill('2024-01-01');
    await form.getByLabel('Last day').fill('2023-12-31');
    await form.getByLabel(/^Cap/).fill('1,000');
    await page.keyboard.press('Enter');
    await page.getByText('This was not done').waitFor();
    expect(await fault(page, 'Last day')).toContain('must not be before');
    expect(await form.getByLabel('Last day').getAttribute('aria-invalid')).toBe('true');
    expect(await barriersOn(page)).toEqual([]);
    await form.getByLabel('Last day').fill('2024-12-31');
    await page.keyboard.press('Enter');
    await page.getByText('RELIEF-9 is recorded.').waitFor();

    const granting = page.getByRole('form', { name: 'Add to an allocation' });
    for (const [label, text] of [
      ['Programme', 'RELIEF-9'],
      ['Institution', 'Other'],
    ] as const) {
      await granting.getByRole('combobox', { name: label }).focus();
      await page.keyboard.type(text);
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' });
    }
    await granting.getByLabel(/^Amount/).fill('1000.01');
    await page.keyboard.press('Enter');
    await page.getByText('This was not done').waitFor();
    expect(await fault(page, /^Amount/)).toContain('exceed the cap');
    await granting.getByLabel(/^Amount/).fill('600');
    await page.keyboard.press('Enter');
    await page.getByText('Other Bank has ¥600.00 now.').waitFor();
    await granting.getByLabel(/^Amount/).fill('150');
    await page.keyboard.press('Enter');
    await page.getByText('Other Bank has ¥750.00 now.').waitFor();
    const asked = `/v1/bailout/allocations?programme=RELIEF-9&institution=${otherBank}`;
    expect((await at.registry.ask('get', asked, { key: supervisorKey })).body.items).toMatchObject([
      { granted: '750.00' },
    ]);

    await page.getByRole('link', { name: 'Amend RELIEF-9' }).click();
    const amending = page.getByRole('form', { name: 'Amend RELIEF-9' });
    await amending.getByLabel(/^Cap/).fill('700.00');
    await page.keyboard.press('Enter');
    await page.getByText('This was not done').waitFor();
    expect(await fault(page, /^Cap/)).toContain('fall below what is granted');
    expect(await barriersInEachLook(page)).toEqual([]);
    await end(opened);
  });

  it('sets the working days of a year, and is told which day does not belong to it', async () => {
    const { page } = opened;
    await signIn(page, supervisorKey, '/console/programmes?lang=en');
    await page.getByRole('link', { name: 'Calendars' }).click();
    const form = page.getByRole('form', { name: 'Set a year' });
    await form.getByLabel('Year').fill('2031');
    await form.getByLabel(/^Working days/).fill('2031-01-01\n2030-02-03');
    await form.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('This was not done').waitFor();
    expect(await fault(page, /^Working days/)).toMatch(/^2030-02-03: /);
    await form.getByLabel(/^Working days/).fill('2031-01-01 2031-02-03');
    await form.getByLabel(/^Weekend days/).fill('2031-02-08');
    await form.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('2031 is recorded as version 1.').waitFor();
    await form.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('2031 stands like this already').waitFor();
    await page.getByRole('row', { name: /^2031 01-01 02-03 02-08 1 / }).waitFor();
    await page.getByRole('link', { name: 'Amend 2024' }).click();
    const amending = page.getByRole('form', { name: 'Set 2024' });
    expect(await amending.getByLabel(/^Weekend days/).inputValue()).toContain('2024-02-04\n');
    expect(await barriersInEachLook(page)).toEqual([]);
    await end(opened);
  });

  it('accepts a credit code; a bank reads what is set, and sets nothing', async () => {
    const { page } = opened;
    const first17 = '91310115000000977';
    const code = `${first17}${usccCheckCharacter(first17) === '0' ? '1' : '0'}`;
    await signIn(page, supervisorKey, '/console/usccs?lang=en');
    await page.getByText('No code is accepted in this way.').waitFor();
    const form = page.getByRole('form', { name: 'Accept a code' });
    await form.getByLabel(/^Reason/).fill('Licence seen <i>by</i> us');
    await form.getByLabel(/^Credit code/).fill('913');
    await page.keyboard.press('Enter');
    await page.getByText('This was not done').waitFor();
    expect(await fault(page, /^Credit code/)).toContain('18 characters');
    await form.getByLabel(/^Credit code/).fill(code);
    await page.keyboard.press('Enter');
    await page.getByText(`${code} is accepted.`).waitFor();
    await page.getByRole('row', { name: code }).getByText('Licence seen <i>by</i> us').waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').fill(bankKey);
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: code }).waitFor();
    for (const path of ['usccs', 'bailout', 'calendars']) {
      await page.goto(`/console/${path}?lang=en`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      expect([path, await page.locator('main form').count()]).toEqual([path, 0]);
      expect(await barriersOn(page)).toEqual([]);
    }
    await end(opened);
  });
});
