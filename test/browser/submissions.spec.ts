import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { fileOf, submit } from '../support/submitting.js';
import { projected } from '../support/projected.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, barriersOn, chooseFile, signIn, visit } from './signed-in.js';

/* A bank's files in the console: tried, submitted, followed, and what to mend of them. */

const bank = 'C1010211000012';
const address = '/console/submissions?lang=en';

describe('files in the console', () => {
  let key: string;

  const at = openConsole(async (registry) => {
    key = await registry.bank(bank);
  });

  const hostile = '<img src=x onerror=alert(1)>.ndjson';
  const figure = (page: Page, label: string): Promise<string> =>
    page
      .locator('section[aria-labelledby=submission] .pairs > div')
      .filter({ has: page.getByText(label, { exact: true }) })
      .locator('dd')
      .innerText();

  it('are tried, then submitted; refusals are told by rule, and a receipt is there', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
    await page.getByText(`Signed in with the key test (${key.split('_')[1]})`).waitFor();
    const file = fileOf([
      issuedLoan(bank, 'L1', 1),
      renewedLoan(bank, 'L1', 1, { renewedAmount: '900000000.00' }),
      issuedLoan(bank, 'L2', 2),
    ]);
    await chooseFile(page, hostile, file);
    await page.getByRole('button', { name: 'Try it, record nothing' }).click();
    await page.getByText('Decided', { exact: true }).first().waitFor();
    expect(await figure(page, 'Would be recorded')).toBe('2');
    const answer = await at.registry.ask('get', '/v1/loans', { key });
    expect(answer.body.items).toEqual([]);

    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('link', { name: 'Receipt (JSON)' }).waitFor();
    expect(await figure(page, 'Recorded')).toBe('2');
    expect(await figure(page, 'Read')).toBe('3 / 3');
    const ofRule = page.getByRole('region', { name: 'RNW-R02: 1 refused', exact: true });
    expect(await ofRule.getByRole('rowheader').innerText()).toBe('2');
    const meaning = await ofRule.getByRole('link', { name: /means$/ }).getAttribute('href');
    expect((await at.registry.ask('get', `${meaning}`, { key: null })).status).toBe(200);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'All refusals (CSV)' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/^refusals-[0-9a-f-]{36}\.csv$/);
    const receiving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Receipt (JSON)' }).click();
    expect((await receiving).suggestedFilename()).toMatch(/^receipt-[0-9a-f-]{36}\.json$/);
    const list = page.getByRole('region', { name: 'Sent from this browser' });
    expect(await list.getByRole('link', { name: hostile }).count()).toBe(2);
    const own = page.getByRole('region', { name: 'All refusals of this institution' });
    await own.getByRole('link', { name: 'RNW-R02' }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('are dropped on the page, and a report that was refused is mended in a form and sent by itself', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
    const file = fileOf([
      issuedLoan(bank, 'D1', 11),
      issuedLoan(bank, 'D2', 12, { principal: 'much', tags: ['<b>'], maturityDate: undefined, product: 'X' }),
      '{"id":',
    ]);
    const dropped = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(file)}], 'dropped.ndjson'));
      return transfer;
    })()`);
    await page.dispatchEvent('.drop', 'dragover', { dataTransfer: dropped });
    await page.locator('.drop-over').waitFor();
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped });
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    const notJson = page.getByRole('region', { name: 'Not understood (invalid-request): 1 refused' });
    await notJson.getByText('Each line is one report as a JSON object').waitFor();
    const mending = page.getByRole('link', { name: 'Mend line 2' }).first();
    await mending.press('Enter');
    const form = page.getByRole('form', { name: 'Mend line 2' });
    await page.getByRole('heading', { name: 'Mend line 2' }).and(page.locator(':focus')).waitFor();
    expect(await form.getByLabel('/data/principal').inputValue()).toBe('much');
    expect(await form.getByLabel('/data/principal').getAttribute('aria-invalid')).toBe('true');
    expect(await barriersOn(page)).toEqual([]);
    await form.getByLabel('/data/principal').fill('2000000.00');
    await form.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('This was not done').waitFor();
    expect(await form.getByLabel('Principal · /data/principal').count()).toBe(1);
    await form.getByRole('combobox', { name: 'Product · /data/product' }).fill('Working');
    await page.keyboard.press('Enter');
    await form.getByLabel('/data/tags').fill('GREEN; INCLUSIVE');
    await form.getByLabel('/data/maturityDate').fill('2024-12-20');
    await form.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It would be recorded.').waitFor();
    await form.getByLabel('/data/maturityDate').press('Enter');
    await page.getByText('It is recorded.').waitFor();
    await page
      .getByRole('row', { name: /Mended/ })
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: 'Mend line 2' }).count()).toBe(0);
    // What is submitted is not chosen any more; the same file can be chosen again.
    expect(await page.getByRole('button', { name: 'Submit', exact: true }).count()).toBe(0);
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped });
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText(/^This very file was received before/).waitFor();
    await projected(at.registry);
    const { body } = await at.registry.ask('get', `/v1/loans/${bank}/D2`, { key });
    expect(body).toMatchObject({ outstanding: '2000000.00', tags: ['GREEN', 'INCLUSIVE'] });
    // The page is opened anew: the registry gives no content back.
    await page.reload();
    await page.getByText(/^Choose the file again/).waitFor();
    const again = page.getByLabel(/^Choose the file again/);
    const wrong = { name: 'a.ndjson', mimeType: 'application/octet-stream', buffer: Buffer.from('{}') };
    await again.setInputFiles(wrong);
    await page.getByText('That is another file.').waitFor();
    await again.setInputFiles({ ...wrong, buffer: Buffer.from(file) });
    await form.getByLabel('/data/principal').waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('are followed by events while they are decided', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const many = Array.from({ length: 3_000 }, (_, no) => issuedLoan(bank, `M${no}`, no));
    await chooseFile(page, 'many.ndjson', fileOf(many));
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('link', { name: 'Receipt (JSON)' }).waitFor({ timeout: 60_000 });
    expect(await figure(page, 'Read')).toBe('3,000 / 3,000');
    expect(asked.filter((path) => path.endsWith('/progress'))).toHaveLength(1);
    expect(complaints).toEqual([]);
    await close();
  });

  it('are shown to nobody else: another bank is told that there is none, other roles that they may not', async () => {
    const { body } = await submit(at.registry, { file: fileOf([issuedLoan(bank, 'N1', 1)]), key });
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.bank('C1010311000013'), `${address}&id=${body.id}`);
    await page.getByText('There is no such thing').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').fill(await at.registry.keyFor('auditor'));
    await page.keyboard.press('Enter');
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
