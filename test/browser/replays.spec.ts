import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { lendOneLoan } from './lending.js';
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
    key = await lendOneLoan(registry);
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
  });

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
  });

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
  });

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

  it('are shown to no other role', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), address);
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
