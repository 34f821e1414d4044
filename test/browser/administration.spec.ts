import { describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import { projections } from '../../apps/registry/src/operations/registry-state.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, barriersOn, signIn, visit } from './signed-in.js';

/* What an administrator does in the console: who is registered, who has a key, and whether the registry is well. */

const bank = 'C1010211000012';
const address = '/console/administration?lang=en';
const hostile = '<b onmouseover=alert(1)>Bank</b>';

describe('administration in the console', () => {
  let key: string;

  const at = openConsole(async (registry) => {
    key = await registry.keyFor('admin');
  });

  it('registers an institution, and says what is wrong with one', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
    await page.getByText('No institution is registered yet.').waitFor();
    await page.getByLabel('Code', { exact: true }).fill('C10');
    await page.getByLabel('Name in Chinese').fill('示例银行');
    await page.getByLabel('Name in English').fill(hostile);
    await page.getByLabel(/^Reports from/).fill('2024-01-01');
    await page.getByRole('button', { name: 'Register an institution' }).click();
    await page.getByText('must be a PBOC institution code of 14 characters').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(bank);
    await page.getByRole('button', { name: 'Register an institution' }).click();
    const row = page.getByRole('row', { name: bank });
    await row.waitFor();
    expect(await row.innerText()).toContain(hostile);
    expect(await row.innerText()).toContain('2024-01-01');
    await at.registry.ask('post', `/v1/institutions/${bank}/suspension`, {
      key: await at.registry.keyFor('supervisor'),
      body: { reason: 'late' },
    });
    await page.reload();
    await row.getByText(/^suspended since .*: late$/).waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    // What the browser says of every answer of that kind.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await close();
  });

  it('makes a key, shows its secret once, and revokes it when that is confirmed', async () => {
    const { page, complaints, close } = await visit(at, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await at.registry.bank(bank, { name: { zh: '示例银行', en: hostile }, reportingFrom: '2024-01-01' });
    await signIn(page, key, `${address}&part=keys`);
    await page.getByRole('combobox', { name: 'Institution' }).click();
    await page.getByTitle(new RegExp(`^${bank}`)).click();
    await page.getByLabel(/^Label/).fill('Core banking');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText(/^The key of Core banking/).waitFor();
    const [made = '', line = ''] = await page.locator('code').allInnerTexts();
    expect(line).toBe(`Authorization: Bearer ${made}`);
    await page.getByRole('button', { name: 'Copy Key' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(made);
    expect(await barriersOn(page)).toEqual([]);
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(await page.content()).not.toContain(made);
    await page.goto(`${address}&part=keys`);

    const id = made.split('_')[1] ?? '';
    const row = page.getByRole('row', { name: id });
    await row.getByText('never').waitFor();
    expect((await at.registry.ask('get', '/v1/session', { key: made })).body).toMatchObject({
      role: 'bank',
      institution: bank,
    });
    // It is noted beside the answers.
    const session = () => at.registry.ask('get', '/v1/session', { key: made });
    while ((await session()).body.keyLastUsedAt === null) await pause(50);
    await page.getByRole('button', { name: `Revoke ${id}` }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('button', { name: `Revoke ${id}` }).click();
    // Nothing of it is beyond the right edge, what is asked included.
    const list = page.getByRole('group', { name: 'Keys' });
    const beyond = await list.evaluate((each) => {
      const { scrollWidth, clientWidth } = each as unknown as Readonly<Record<string, number>>;
      return Number(scrollWidth) - Number(clientWidth);
    });
    expect(beyond).toBe(0);
    expect((await at.registry.ask('get', '/v1/session', { key: made })).status).toBe(200);
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: `Yes, revoke ${id}` }).click();
    await row.getByText(/^revoked /).waitFor();
    const deadline = performance.now() + 5_000;
    while ((await at.registry.ask('get', '/v1/session', { key: made })).status !== 401)
      if (performance.now() > deadline) throw new Error('It goes on.');
    expect(complaints).toEqual([]);
    await close();
  });

  it('tells whether the registry is well, and rebuilds a projection', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, key, `${address}&part=health`);
    await page.getByText('Ready: it can record and show.').waitFor();
    await page.getByText('ms behind').waitFor();
    await page.getByText('PostgreSQL · ✓ answers').waitFor();
    await page.getByText('No projection was checked yet.').waitFor();
    await page.getByText('No fact is parked.').waitFor();
    const projection = page.getByRole('combobox', { name: 'Projection' });
    await projection.click();
    const options = page.locator('.ant-select-item-option');
    expect(await options.allInnerTexts()).toEqual([...projections]);
    await options.filter({ hasText: 'reporting-book' }).click();
    await page.getByRole('button', { name: 'Rebuild', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, rebuild' }).click();
    const row = page.getByRole('row', { name: 'reporting-book' });
    await row.getByText('switched').waitFor({ timeout: 30_000 });
    const sideways = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
    const [wide, width] = (await page.evaluate(sideways)) as [number, number];
    expect(wide).toBe(width);
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('is shown to no other role', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), address);
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
