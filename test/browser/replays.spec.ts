import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* An auditor in the console: the log is folded anew, held against what is shown, and a figure is followed to its facts. */

const bank = 'C1010211000012';
const address = '/console/replays?lang=en';

describe('replays in the console', () => {
  let key: string;
  let owner: pg.Client;

  afterAll(async () => {
    await owner.end();
  });
  const at = openConsole(async (registry) => {
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    const sender = await registry.bank(bank, { reportingFrom: '2024-01-01' });
    const sent = await registry.ask('post', '/v1/events', {
      key: sender,
      type: cloudEventBatch,
      body: [issuedLoan(bank, 'L1', 1), renewedLoan(bank, 'L1', 1)],
    });
    key = await registry.keyFor('auditor');
    const headers = { 'await-position': sent.body.position as string, 'await-timeout': '30000' };
    const shown = await registry.ask('get', '/v1/programmes/SH24/progress', { key, headers });
    expect(shown.status).toBe(200);
  });

  /** In what is shown, and not in the log. */
  const alter = (byFen: number): Promise<unknown> =>
    owner.query(
      `update measure_delta set quantity = quantity + $1
       where ordinal = 0 and (computation, seq) = (
         select computation, max(delta.seq) from measure_delta delta join figure_definition measure using (computation)
         where measure.code = 'renewal-volume' group by computation)`,
      [byFen],
    );

  it('say that both sides are equal, and of which figures', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, `${address}&asOf=2024-12-31`);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('Equal: the log gives the same figures').waitFor({ timeout: 30_000 });
    const row = page.getByRole('row', { name: /^Seamless loan renewals/ });
    // Names come by a question of their own.
    await row.waitFor();
    expect((await row.getByRole('cell').allInnerTexts()).slice(0, 2)).toEqual([
      '¥1,000,000.00',
      '¥1,000,000.00',
    ]);
    expect(await page.getByRole('group', { name: 'Totals' }).getByRole('row').count()).toBe(15);
    await page.getByText('No member of any target differs.').waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  }, 90_000);

  it('say that they are different, and where', async () => {
    await alter(100);
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, key, `${address}&asOf=2024-12-31`);
    await page.getByRole('button', { name: 'Replay', exact: true }).press('Enter');
    await page.getByText('Different: the log gives other figures').waitFor({ timeout: 30_000 });
    await alter(-100);
    const differences = page.getByRole('group', { name: 'Differences' });
    const row = differences.getByRole('row', { name: /^SH24-RENEW actual/ });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['actual', '"1000000.00"', '"1000001.00"']);
    const sideways = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
    const [wide, width] = (await page.evaluate(sideways)) as [number, number];
    expect(wide).toBe(width);
    expect(complaints).toEqual([]);
    await close();
  }, 90_000);

  it('are begun at what was known at a fact, and say so where nothing was known', async () => {
    const { page, close } = await visit(at);
    await signIn(page, key, address);
    await page.getByLabel('As known at fact or day').fill('1');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('It was not begun').waitFor();
    expect(new URL(page.url()).searchParams.get('known')).toBe('1');
    await close();
  });

  it('stand beside what moved a target between two facts, and the way to a loan', async () => {
    const { page, complaints, close } = await visit(at);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    await signIn(page, key, `${address}&asOf=2024-12-31`);
    await page.getByLabel('From fact').fill(String(seq - 1));
    await page.getByLabel('To fact').fill(String(seq));
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('The target was not achieved at any fact up to the second one.').waitFor();
    const moved = page.getByRole('row', { name: new RegExp(`^${seq} `) });
    expect(await moved.innerText()).toContain('¥1.00 m');
    await page.getByText('Every figure to the fen').click();
    await moved.getByText('¥1,000,000.00').waitFor();
    await page.getByText('Every figure to the fen').click();
    expect(new URL(page.url()).searchParams.get('to')).toBe(String(seq));
    expect(await barriersInEachLook(page)).toEqual([]);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await page.getByLabel('To fact').fill(today);
    await page.getByRole('button', { name: 'Explain' }).click();
    await moved.getByRole('link', { name: 'L1' }).waitFor();
    await page.getByLabel('From fact').fill(today);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('No fact moved it between the two.').waitFor();
    await page.getByLabel('To fact').fill('2024-01-01');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('The first has to come before the second.').waitFor();
    // What was asked for before is not what is written now.
    expect(await page.getByText('No fact moved it between the two.').count()).toBe(0);

    await page.getByRole('combobox', { name: 'Institution' }).click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByLabel('Loan', { exact: true }).fill('L1');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name: 'Seamless renewal' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('are compared with nothing that was before the programme, and said so', async () => {
    const { page, close } = await visit(at);
    await signIn(page, key, `${address}&programme=SH24&from=1&to=2024-01-01`);
    await page.getByText('At the end of 2024-01-01 this programme was not defined yet.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Compare others' }).click();
    await page.getByLabel('From fact').fill('2024-01-01');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('At the end of 2024-01-01 nothing of this programme was known yet').waitFor();
    await page.getByRole('heading', { name: 'Facts that moved it' }).waitFor();
    expect(await page.getByText('There is no such thing').count()).toBe(0);
    await close();
  });

  it('lead to every fact, of a bank or a type, one after another with the loan after each', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
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
  }, 90_000);

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
    await page.getByLabel('Up to fact or day').fill(String(seq - 1));
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No fact fits.').waitFor();
    await page.goto('/console/log?lang=en&to=2024-01-01');
    await page.getByText('No fact fits.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 90_000);

  it('show the page that holds the fact of the address, and lead back beyond its beginning', async () => {
    const { page, complaints, close } = await visit(at);
    const { seq } = (await at.registry.ask('get', `/v1/loans/${bank}/L1`, { key })).body;
    await signIn(page, key, `/console/log?lang=en&from=${seq}&at=3`);
    await page.getByRole('heading', { name: /^Fact 3:/ }).waitFor();
    await page.getByRole('link', { name: 'Look at fact 3', exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('3');
    await page.getByRole('button', { name: 'The fact before' }).press('Enter');
    await page.getByRole('heading', { name: /^Fact 2:/ }).waitFor();
    await page.getByRole('button', { name: 'The fact before' }).press('Enter');
    await page.getByRole('heading', { name: /^Fact 1:/ }).waitFor();
    expect(await page.getByRole('button', { name: 'The fact before' }).isDisabled()).toBe(true);
    await page.goto('/console/log?lang=en&at=3&fact=LoanIssued');
    await page.getByText('Fact 3 is not among these.').waitFor();
    await page.goto('/console/log?lang=en&at=99999999');
    await page.getByText('Fact 99,999,999 is not among these.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('are shown to no other role', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), address);
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
