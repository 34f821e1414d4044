import { describe, expect, it } from '@jest/globals';
import { firstTimeFlagged } from '../support/first-time-cases.js';
import { enterprise, issuedLoan, usccOf } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { hostileName, otherBank, ownBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* First-time claims in the console: which won and why, down to the facts, and what only a supervisor can decide. */

const [contested, denied] = [1, 2];

const drawn = (
  bank: string,
  loanId: string,
  borrower: number,
  effectiveDate: string,
  time?: string,
): object =>
  issuedLoan(bank, loanId, borrower, {
    effectiveDate,
    borrower: enterprise(borrower, { name: hostileName }),
    ...(time === undefined ? {} : { drawdownTime: time }),
  });

describe('borrowers in the console', () => {
  const bankKeys: Record<string, string> = {};
  const at = openConsole(async (registry) => {
    const reports = {
      [ownBank]: [
        drawn(ownBank, 'A-1', contested, '2024-03-01', '09:00:00'),
        firstTimeFlagged(ownBank, 'A-1', contested),
        drawn(ownBank, 'A-2', denied, '2024-02-01'),
      ],
      [otherBank]: [
        drawn(otherBank, 'B-1', contested, '2024-03-01'),
        firstTimeFlagged(otherBank, 'B-1', contested),
        drawn(otherBank, 'B-2', denied, '2024-03-01'),
        firstTimeFlagged(otherBank, 'B-2', denied),
      ],
    };
    const positions: string[] = [];
    for (const [bank, body] of Object.entries(reports)) {
      const name =
        bank === ownBank ? { zh: '甲银行', en: 'First Bank' } : { zh: '乙银行', en: 'Second Bank' };
      const key = await registry.bank(bank, { name, reportingFrom: '2024-01-01' });
      bankKeys[bank] = key;
      const sent = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      positions.push(sent.body.position);
    }
    const headers = { 'await-position': positions.join(','), 'await-timeout': '30000' };
    const key = await registry.keyFor('supervisor');
    const claims = await registry.ask('get', '/v1/first-time-borrowers?contested=true', { key, headers });
    expect(claims.body.items).toHaveLength(2);
  });

  it('a supervisor decides a contest by keyboard, and the story and the list follow', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), '/console/borrowers?lang=en');
    const waiting = page.getByRole('region', { name: 'To be decided' });
    await waiting.getByText('2 claims: First Bank, Second Bank').waitFor();
    await page.getByRole('group', { name: 'Claims' }).getByRole('row').nth(3).waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    await waiting.getByRole('link', { name: 'Look and decide' }).press('Enter');

    const story = page.getByRole('region', { name: 'How the claims were settled' });
    const told = story.locator('.timeline > li');
    await told.nth(1).waitFor();
    expect(await told.nth(0).innerText()).toMatch(
      /First Bank · Recognised \(contested\)[^]*Recognised for now/,
    );
    expect(await told.nth(1).innerText()).toMatch(/time not reported[^]*Superseded for now by First Bank/);
    await story.getByRole('row', { name: /First-time claim B-1 Second Bank/ }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.getByText('[U+202E]').count()).toBeGreaterThan(0);
    expect(await barriersInEachLook(page)).toEqual([]);

    await page.getByRole('radio', { name: /^Second Bank/ }).press('Space');
    await page.getByLabel(/^Reason/).fill('The transfer of the second bank bears 08:12.');
    await page.keyboard.press('Enter');
    await page.getByText('Your decision is recorded; what is shown follows it.').waitFor();
    await told.getByText('Recognised: a supervisor decided that it goes first.').waitFor();
    await told.getByText('Superseded: a supervisor decided for Second Bank.').waitFor();
    await page.getByText('A supervisor has decided this contest. It can be decided anew.').waitFor();
    // Every step of each claim, and what each did to the count.
    const steps = (await told.nth(0).locator('.steps > li').allInnerTexts()).map(
      (text) => text.split('\n')[0],
    );
    expect(steps).toEqual([
      'Recognised: it is the first-time claim of the borrower. It counts as one borrower from here.',
      'Superseded: a supervisor decided for another claim. It was the recognised claim until here and counts no more. In force.',
    ]);
    const decidedFor = told.nth(1).locator('.steps > li');
    expect(await decidedFor.allInnerTexts()).toEqual([
      expect.stringMatching(
        /^Superseded: another claim was drawn first\.[^]*follows from First-time claim, fact \d+ \(Loan B-1\)/,
      ),
      expect.stringMatching(
        /^A supervisor decided that this claim goes first: The transfer of the second bank/,
      ),
      expect.stringMatching(/^Recognised[^]*In force\.[^]*follows from Contest decided, fact \d+/),
    ]);
    const decision = page.getByRole('group', { name: 'Decisions of supervisors' }).getByRole('row').nth(1);
    expect(await decision.innerText()).toMatch(
      /Second Bank · B-1[^]*The transfer of the second bank bears 08:12\.[^]*Key [a-z0-9]+/,
    );
    expect(await barriersInEachLook(page)).toEqual([]);
    const claim = await at.registry.ask('get', `/v1/first-time-borrowers/${otherBank}/B-1`, {
      key: await at.registry.keyFor('auditor'),
    });
    expect(claim.body.status).toBe('RECOGNISED');
    await page.getByRole('link', { name: 'All claims' }).click();
    await page.getByText('Nothing waits for a decision.').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('an auditor reads on a phone why a claim was denied, and what the arbiter recorded', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, await at.registry.keyFor('auditor'), '/console/borrowers?lang=en&status=DENIED');
    await page.getByRole('link', { name: usccOf(denied) }).click();
    await page.getByText('the borrower had a loan already, drawn on 2024-02-01').first().waitFor();
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    expect(await page.getByRole('heading', { name: 'Decide the contest' }).count()).toBe(0);
    const facts = page.getByRole('link', { name: /^All that the arbiter recorded/ });
    const lines = await page.request.get((await facts.getAttribute('href')) ?? '');
    expect(await lines.text()).toContain('"type":"FirstTimeDenied"');
    await page.getByRole('link', { name: 'That was loan A-2 at First Bank.' }).click();
    await page.getByRole('heading', { name: 'Loan A-2' }).waitFor();
    await page.getByText('As recorded, and by whom').first().click();
    const recorded = page.locator('.timeline details').first();
    expect(await recorded.innerText()).toMatch(
      /Recorded by\s+Key [a-z0-9]+\s+Institution\s+First Bank \(C1010211000012\)\s+Report\s+issue-A-2[^]*Stream\s+loan-C1010211000012-A-2\s+Place in the stream\s+0/,
    );
    expect(await barriersInEachLook(page)).toEqual([]);
    await page.getByRole('link', { name: hostileName.replace('\u202E', '[U+202E]') }).click();
    await page.getByRole('heading', { name: `Borrower ${usccOf(denied)}` }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('a bank sees what became of its own claims, in their list and on the loan', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, bankKeys[otherBank] ?? '', '/console/borrowers?lang=en');
    const claims = page.getByRole('group', { name: 'Claims' });
    await claims.getByRole('row').nth(2).waitFor();
    expect(await claims.getByRole('row').count()).toBe(3);
    expect(await page.getByText('First Bank').count()).toBe(0);
    expect(await page.getByRole('region', { name: 'To be decided' }).count()).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);
    await claims.getByRole('link', { name: usccOf(contested) }).click();
    await page.getByRole('heading', { name: 'How the claims were settled' }).waitFor();
    expect(await page.getByText('Decisions of supervisors').count()).toBe(0);
    expect(await page.getByText('no other claim stands').count()).toBe(0);
    const [step] = await page.locator('.steps > li').allInnerTexts();
    expect(step).toMatch(/^(Superseded|Recognised)/);
    await page.goto(`/console/borrowers/${usccOf(contested)}?lang=zh`);
    await page.getByText('现行有效。').first().waitFor();
    await page.goto(`/console/borrowers/${usccOf(contested)}?lang=en`);
    await page.getByRole('link', { name: 'All claims' }).click();
    await claims.getByRole('link', { name: 'B-2' }).click();
    const claim = page.getByText('Denied there was a loan before (drawn 2024-02-01)');
    await claim.waitFor();
    await page.getByText('Working capital').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('one that nobody reported is not there, and an administrator is not let in', async () => {
    const { page, close } = await visit(at);
    await signIn(page, await at.registry.keyFor('supervisor'), `/console/borrowers/${usccOf(77)}?lang=en`);
    await page.getByText('There is no such thing').waitFor();
    await page.getByRole('link', { name: 'All claims' }).click();
    await page.getByLabel(/^Unified social credit code/).fill(usccOf(denied));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Borrower ${usccOf(denied)}` }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').fill(await at.registry.keyFor('admin'));
    await page.keyboard.press('Enter');
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
