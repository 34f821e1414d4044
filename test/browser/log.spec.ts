import { describe, expect, it } from '@jest/globals';
import { lendOneLoan } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, barriersOn, signIn, visit } from './signed-in.js';

/* An auditor walks through the log: all of it, or the facts of a loan, a bank or a target, one after another. */

const bank = 'C1010211000012';

describe('facts in the console', () => {
  let key: string;

  const at = openConsole(async (registry) => {
    key = await lendOneLoan(registry);
  });

  it('lead to every fact, of a bank or a type, one after another with the loan after each', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, '/console/replays?lang=en');
    await page.getByRole('link', { name: /^All facts/ }).click();
    const facts = page.getByRole('group', { name: 'Facts' });
    await facts
      .getByRole('row', { name: /Key issued/ })
      .first()
      .waitFor();
    await page.getByRole('combobox', { name: 'Institution' }).click();
    await page.locator('.ant-select-item-option').nth(1).click();
    await page.getByRole('combobox', { name: 'What' }).fill('Drawdown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/fact=LoanIssued/);
    await facts.getByRole('row').nth(1).waitFor();
    await page.goto(`/console/log?lang=en&stream=loan-${bank}-L1`);
    await facts.getByRole('row').nth(2).waitFor();
    expect(await facts.getByRole('row').count()).toBe(3);
    await facts
      .getByRole('link', { name: /^Look at fact/ })
      .first()
      .press('Enter');
    const step = page.getByRole('region', { name: /^Fact \d+: Drawdown/ });
    await step.getByText(/^Afterwards: ¥1.00 m · Active/).waitFor();
    expect(await step.innerText()).toMatch(
      /Recorded by\s+Key [a-z0-9]+[^]*Report\s+issue-L1[^]*Stream\s+loan-/,
    );
    expect(await barriersInEachLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'The fact after' }).press('Enter');
    await page.getByRole('heading', { name: /^Fact \d+: Seamless renewal/ }).waitFor();
    expect(await page.getByRole('button', { name: 'The fact after' }).isDisabled()).toBe(true);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    await page.goto(`/console/log?lang=en&from=${seq}&to=${seq}`);
    await facts.getByRole('row').nth(1).waitFor();
    expect(await facts.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'From the beginning' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('lead along the facts that moved a target, with its figure after each, up to a fact or a day', async () => {
    const { page, complaints, close } = await visit(at);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    await signIn(page, key, '/console/log?lang=en');
    await page.getByRole('combobox', { name: 'Facts that moved' }).fill('Seamless loan renewals');
    await page.keyboard.press('Enter');
    await page.waitForURL(/programme=SH24&target=SH24-RENEW/);
    const facts = page.getByRole('group', { name: 'Facts' });
    await facts.getByRole('row', { name: /Seamless renewal .* ¥1.00 m/ }).waitFor();
    expect(await facts.getByRole('row').count()).toBe(2);
    await facts.getByRole('link', { name: `Look at fact ${seq}` }).press('Enter');
    const step = page.getByRole('region', { name: /^Fact \d+: Seamless renewal/ });
    await step.getByText('Before this fact').waitFor();
    expect(await step.innerText()).toMatch(/Before this fact\s+¥0.00\s+After it\s+¥1.00 m[^]*Achieved\s+no/);
    expect(await step.innerText()).toMatch(/Afterwards: ¥1.00 m · Active/);
    expect(await barriersInEachLook(page)).toEqual([]);
    // Whatever an auditor looks at has a way to its facts in the log.
    await page.goto('/console/facts?lang=en&measure=renewal-volume');
    await page.getByRole('link', { name: String(seq), exact: true }).press('Enter');
    await page.getByRole('heading', { name: `Fact ${seq}: Seamless renewal` }).waitFor();
    await page.goto('/console/log?lang=en&programme=SH24&target=SH24-RENEW');
    await page.getByLabel('Up to fact or day').fill(String(seq - 1));
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No fact fits.').waitFor();
    await page.goto('/console/log?lang=en&to=2024-01-01');
    await page.getByText('No fact fits.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('lead along the facts of a target that was defined after them, by what it counts now', async () => {
    const supervisor = await at.registry.keyFor('supervisor');
    const period = { from: '2024-01-01', to: '2024-12-31' };
    const name = { zh: '后设', en: 'Late' };
    await at.registry.ask('put', '/v1/programmes/LATE', { key: supervisor, body: { name, ...period } });
    const target = { measure: 'renewal-volume', unit: 'CNY', comparator: 'GT', threshold: '1.00', period };
    const set = await at.registry.ask('put', '/v1/programmes/LATE/targets/T', {
      key: supervisor,
      body: { name, ...target },
    });
    expect(set.status).toBe(201);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    const { page, close } = await visit(at);
    await signIn(page, key, `/console/log?lang=en&programme=LATE&target=T&at=${seq}`);
    const step = page.getByRole('region', { name: /^Fact \d+: Seamless renewal/ });
    await step.getByText('At this fact the target was not defined yet.').waitFor();
    await step.getByText('After it').waitFor();
    expect(await step.innerText()).toMatch(/Before this fact\s+¥0.00\s+After it\s+¥1.00 m/);
    expect(await barriersOn(page)).toEqual([]);
    await close();
  });

  it('show the page that holds the fact of the address, and lead back beyond its beginning', async () => {
    const { page, complaints, close } = await visit(at);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    await signIn(page, key, `/console/log?lang=en&from=${seq}&at=3`);
    await page.getByRole('heading', { name: /^Fact 3:/ }).waitFor();
    await page.getByRole('link', { name: 'Look at fact 3', exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('3');
    await page.getByRole('button', { name: 'The fact before', disabled: false }).press('Enter');
    await page.getByRole('heading', { name: /^Fact 2:/ }).waitFor();
    await page.getByRole('button', { name: 'The fact before', disabled: false }).press('Enter');
    await page.getByRole('heading', { name: /^Fact 1:/ }).waitFor();
    expect(await page.getByRole('button', { name: 'The fact before' }).isDisabled()).toBe(true);
    await page.goto('/console/log?lang=en&at=3&fact=LoanIssued');
    await page.getByText('Fact 3 is not among these.').waitFor();
    await page.goto('/console/log?lang=en&at=99999999');
    await page.getByText('Fact 99,999,999 is not among these.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});
