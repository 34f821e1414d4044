import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { factValues } from '#facts';
import { factPaths, keyPaths as registryKeys } from '#figures';
import {
  countable,
  countableFacts,
  filterPaths,
  keyPaths,
} from '../../apps/console/src/programmes/countable.js';
import { hostileName, lendALittle } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, barriersOn, signIn, visit } from './signed-in.js';

/* What a supervisor defines in the console: a measure that was looked at before, a target, and the programme of another year. */

/** By keyboard: a part of the name, and Enter. */
const choose = async (page: Page, label: string | RegExp, text: string, at = 0): Promise<void> => {
  const field = page.getByRole('combobox', { name: label }).nth(at);
  await field.focus();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.locator('.ant-select-dropdown:visible').waitFor({ state: 'detached' });
};

describe('programmes in the console', () => {
  let key: string;

  const at = openConsole(async (registry) => {
    await lendALittle(registry);
    key = await registry.keyFor('supervisor');
  });

  it('are made of the facts and paths that the registry takes, all of them', () => {
    const known = Object.values(factValues).filter(({ paths }) => paths !== null);
    expect([...countableFacts].toSorted()).toEqual(known.map(({ type }) => type).toSorted());
    for (const { type, paths } of known)
      expect([type, countable[type as keyof typeof countable]]).toEqual([type, paths]);
    const groups = [
      ...countableFacts.map((fact) => [fact]),
      ['LoanIssued', 'LoanRenewed'],
      ['LoanIssued', 'BailoutDisbursed'],
    ];
    for (const facts of groups) {
      for (const unit of ['CNY', 'COUNT'] as const)
        expect([facts, unit, filterPaths(facts, unit)]).toEqual([facts, unit, factPaths(facts, unit)]);
      expect([facts, keyPaths(facts).toSorted()]).toEqual([facts, [...registryKeys(facts)].toSorted()]);
    }
  });

  it('a measure is looked at before it is published, by keyboard', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, '/console/programmes?lang=en');
    await page.getByRole('link', { name: 'SH24' }).waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'Define a measure' }).press('Enter');
    // The page before has a field of that name as well.
    await page.getByRole('heading', { name: 'Define a measure' }).waitFor();
    await page.getByLabel(/^Code/).fill('micro-issued');
    await page.getByLabel('Name in Chinese').fill('微型企业发放额');
    await page.getByLabel('Name in English').fill(hostileName);
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Value', { exact: true }).fill('MICRO');
    const publish = page.getByRole('button', { name: 'Publish', exact: true });
    const condition = page.getByRole('group', { name: 'Condition 1' });
    await condition.getByText('Choose what has to hold, or remove this condition.').waitFor();
    expect(await page.getByRole('button', { name: 'Show it' }).isDisabled()).toBe(true);
    expect(await publish.isDisabled()).toBe(true);
    expect((await condition.locator('.ant-select').first().boundingBox())?.width).toBeGreaterThan(200);
    expect(await barriersOn(page)).toEqual([]);
    await choose(page, 'What', '/dimensions/size');
    // What was typed before is still there.
    expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('MICRO');
    expect(await condition.getByText('remove this condition').count()).toBe(0);
    expect(await publish.isDisabled()).toBe(true);
    expect(await barriersOn(page)).toEqual([]);
    await page.getByLabel('To', { exact: true }).fill('2024-12-31');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('Comes to: ¥160.0 m').waitFor();
    expect((await at.registry.ask('get', '/v1/measures/micro-issued', { key })).status).toBe(404);
    expect(await barriersOn(page)).toEqual([]);
    // What was looked at is not what would be published any more.
    await page.getByLabel('Value', { exact: true }).fill('SMALL');
    await page.getByText('This is of an earlier definition: show it again.').waitFor();
    expect(await publish.isDisabled()).toBe(true);
    await page.getByLabel('Value', { exact: true }).fill('MICRO');
    await publish.and(page.locator(':enabled')).press('Enter');
    await page.getByText('Published as version 1.').waitFor();
    const { body } = await at.registry.ask('get', '/v1/measures/micro-issued', { key });
    expect(body).toMatchObject({ op: 'SUM', unit: 'CNY', filter: { eq: ['/dimensions/size', 'MICRO'] } });
    expect(new URL(page.url()).searchParams.get('code')).toBe('micro-issued');
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('a target is added, amended, and refused with the reason', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, '/console/programmes/SH24?lang=en&add=target');
    await page.getByLabel(/^Code/).fill('SH24-OWN');
    const form = page.getByRole('form', { name: 'Add a target' });
    await form.getByLabel('Name in Chinese').fill('自定目标');
    await form.getByLabel('Name in English').fill('A target of our own');
    await choose(page, 'Measure', 'issued-volume');
    await form.getByLabel(/^Threshold/).fill('640000000');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText(/Comes to: ¥320.0 m · 50.0 % of/).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published as version 1.').waitFor();
    await page.getByRole('link', { name: 'Amend SH24-OWN' }).click();
    const amending = page.getByRole('form', { name: 'Amend SH24-OWN' });
    await amending.getByLabel(/^Threshold/).fill('many');
    await page.getByRole('button', { name: 'Show it' }).click();
    await page.getByText('Comes to: ¥320.0 m').waitFor();
    await page.getByRole('button', { name: 'Publish the next version' }).click();
    await page.getByText('must be a quantity of the unit').waitFor();
    await amending.getByLabel(/^Threshold/).fill('320000000');
    await page.getByRole('button', { name: 'Publish the next version' }).click();
    await page.getByText('Published as version 2.').waitFor();
    const { body } = await at.registry.ask('get', '/v1/programmes/SH24', { key });
    expect(body.targets.at(-1)).toMatchObject({ code: 'SH24-OWN', threshold: '320000000.00', version: 2 });
    expect(await barriersInEachLook(page)).toEqual([]);
    // What the browser says of every answer of that kind.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await close();
  });

  it('one of another year is shown, then sent part by part, and what was done is told as it is', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, key, '/console/programmes/SH24?lang=en&add=copy');
    const targets = (await at.registry.ask('get', '/v1/programmes/SH24', { key })).body.targets
      .length as number;
    const table = page.getByRole('group', { name: 'Copy to another year' });
    await table.getByRole('row', { name: /^SH25-TECH-GROWTH not sent 2024-12-31 2025-12-31 / }).waitFor();
    expect((await at.registry.ask('get', '/v1/programmes/SH25', { key })).status).toBe(404);
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);

    let isBroken = true;
    await page.route('**/targets/SH25-BAIL', (route) => (isBroken ? route.abort() : route.continue()));
    await page.getByRole('button', { name: `Send all ${targets + 1}` }).click();
    await page.getByText(`3 of ${targets + 1} done`).waitFor();
    await table.getByRole('row', { name: /^SH25-BAIL not done/ }).waitFor();
    await table.getByRole('row', { name: /^SH25-INCL not sent/ }).waitFor();
    const half = await at.registry.ask('get', '/v1/programmes/SH25', { key });
    expect(half.body.targets).toHaveLength(2);
    expect(await barriersOn(page)).toEqual([]);
    isBroken = false;
    await page.getByRole('button', { name: 'Go on with what is left' }).click();
    await page.getByText(`${targets + 1} of ${targets + 1} done`).waitFor();
    const { body } = await at.registry.ask('get', '/v1/programmes/SH25', { key });
    expect(body.targets).toHaveLength(targets);
    expect(body).toMatchObject({ from: '2025-01-01', to: '2025-12-31' });
    await page.getByRole('button', { name: 'Open the copy' }).click();
    await page.getByRole('heading', { name: 'Programme SH25' }).waitFor();
    expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
    await close();
  });

  it('an auditor reads them and defines nothing', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('auditor'), '/console/programmes/SH24?lang=zh&add=copy');
    await page.getByRole('link', { name: 'renewal-volume', exact: true }).click();
    await page.getByText('定义（JSON）').click();
    await page.getByText('"fact": "LoanRenewed"').waitFor();
    expect(await page.getByRole('button', { name: '预览' }).count()).toBe(0);
    await page.getByRole('link', { name: '全部方案与指标' }).click();
    await page.getByRole('link', { name: 'SH24' }).waitFor();
    expect(await page.getByRole('heading', { name: '定义方案' }).count()).toBe(0);
    expect(await barriersOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});
