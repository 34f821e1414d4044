import { describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent } from '../support/running-registry.js';
import { ownBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* A supervisor suspends an institution and lifts that; an administrator amends it. */

const name = { zh: '示例银行', en: 'Bank <i>of</i> \u202Eelpmaxe' };
const shown = name.en.replace('\u202E', '[U+202E]');

describe('institutions in the console', () => {
  let bankKey: string;

  const at = openConsole(async (registry) => {
    bankKey = await registry.bank(ownBank, { name, reportingFrom: '2024-01-01' });
  });

  const send = (loanId: string) =>
    at.registry.ask('post', '/v1/events', {
      key: bankKey,
      type: cloudEvent,
      body: issuedLoan(ownBank, loanId, 1),
    });

  it('are suspended when that is confirmed, and may send again once it is lifted', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(
      page,
      await at.registry.keyFor('supervisor'),
      `/console/institutions?lang=en&institution=${ownBank}`,
    );
    const row = page.getByRole('row', { name: ownBank });
    await row.getByText('may send').waitFor();
    expect(await row.innerText()).toContain(shown);
    const reason = page.getByLabel(/^Reason/);
    await reason.fill('Reports are made up');
    await reason.press('Enter');
    await page.getByText(`Suspend ${shown}?`).waitFor();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    expect((await send('L1')).status).toBe(201);
    await reason.press('Enter');
    await page.getByRole('button', { name: 'Yes, suspend it' }).click();
    await page.getByText(`${shown} is suspended.`).waitFor();
    await row.getByText(/^suspended since .*: Reports are made up$/).waitFor();
    expect((await send('L2')).status).toBe(403);
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);
    await page.getByRole('button', { name: `Lift the suspension of ${shown}` }).click();
    await row.getByText('may send').waitFor();
    expect(await page.getByText(`${shown} is suspended.`).count()).toBe(0);
    expect((await send('L3')).status).toBe(201);
    expect(complaints).toEqual([]);
    await close();
  });

  it('are amended as a whole by an administrator, who suspends nobody', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('admin'), '/console/administration?lang=en');
    await page.getByRole('link', { name: `Amend ${ownBank}` }).press('Enter');
    const form = page.getByRole('region', { name: `Amend ${ownBank}` });
    await form.getByLabel('Name in English').fill('Renamed Bank');
    await form.getByLabel(/^LEI/).fill('wrong');
    await page.keyboard.press('Enter');
    await form.getByText('/lei').waitFor();
    await form.getByLabel(/^LEI/).fill('');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${ownBank} is amended.`).waitFor();
    await page.getByRole('row', { name: 'Renamed Bank' }).waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('stands like this already; nothing was recorded.').waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    const { body } = await at.registry.ask('get', `/v1/institutions/${ownBank}`);
    expect(body).toMatchObject({ name: { en: 'Renamed Bank' }, reportingFrom: '2024-01-01' });
    await page.goto('/console/institutions?lang=en');
    await page.getByText('Your key may not see this').waitFor();
    // What the browser says of every answer of that kind.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await close();
  });
});
