import { describe, expect, it } from '@jest/globals';
import { issuedLoan, reportOf } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { ownBank } from './lending.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* The timeline of a loan says which of its facts are not in force any more, by which later fact, and leads both ways. */

const repaid = (loanId: string, no: number): object =>
  reportOf(ownBank, `${loanId}-repay-${no}`, 'loan.repaid', loanId, {
    effectiveDate: '2024-12-10',
    amount: '1.00',
  });

const changeOf = (type: 'corrected' | 'reversed', of: string, more: object = {}): object =>
  reportOf(ownBank, `${of}-${type}`, `event.${type}`, of, {
    effectiveDate: '2024-12-11',
    reason: 'a typing error',
    ...more,
  });

/** Drawn and repaid in parts, of which the first is corrected and then undone. */
const lent = (loanId: string, borrower: number, repayments: number): readonly object[] => [
  issuedLoan(ownBank, loanId, borrower),
  ...Array.from({ length: repayments }, (_, no) => repaid(loanId, no)),
  changeOf('corrected', `${loanId}-repay-0`, {
    replacement: { effectiveDate: '2024-12-10', amount: '2.00' },
  }),
  changeOf('reversed', `${loanId}-repay-0`),
];

/** More than the first page of a timeline has. */
const longer = 60;

describe('the timeline of a loan in the console', () => {
  let seqOf: (reportId: string) => number;
  let key: string;

  const at = openConsole(async (registry) => {
    const bank = await registry.bank(ownBank, { reportingFrom: '2024-01-01' });
    key = await registry.keyFor('auditor');
    const body = [...lent('SHORT', 1, 2), ...lent('LONG', 2, longer)];
    const sent = await registry.ask('post', '/v1/events', { key: bank, type: cloudEventBatch, body });
    const asked = {
      key,
      headers: { 'await-position': sent.body.position as string, 'await-timeout': '30000' },
    };
    const seqs = new Map<string, number>();
    for (const loanId of ['SHORT', 'LONG']) {
      const path = `/v1/loans/${ownBank}/${loanId}/history?limit=1000`;
      for (const { fact } of (await registry.ask('get', path, asked)).body.items)
        seqs.set(fact.metadata.reportId, fact.seq);
    }
    expect(seqs.size).toBe(body.length);
    seqOf = (reportId) => seqs.get(reportId) ?? 0;
  });

  it('marks what was undone and what a change concerns, and leads from each to the other', async () => {
    const { page, complaints, close } = await visit(at);
    const entry = (reportId: string) => page.locator(`#fact-${seqOf(reportId)}`);
    const undone = entry('SHORT-repay-0');
    const reversal = entry('SHORT-repay-0-reversed');
    await signIn(page, key, `/console/loans/${ownBank}/SHORT?lang=en`);
    await undone.getByText('Not in force any more').waitFor();
    // As known then: the state at the fact is not that of now.
    expect(await undone.innerText()).toMatch(/Afterwards, as known then: ¥999,999\.00/);
    expect(await page.getByText('Not in force any more').count()).toBe(2);
    const correction = entry('SHORT-repay-0-corrected');
    await correction
      .getByText(`Not in force any more: undone by fact ${seqOf('SHORT-repay-0-reversed')}`)
      .waitFor();
    await correction.getByText(`Corrects fact ${seqOf('SHORT-repay-0')}: Repayment`).waitFor();
    expect(await barriersInEachLook(page)).toEqual([]);
    await undone
      .getByRole('link', { name: `undone by fact ${seqOf('SHORT-repay-0-reversed')} (Reversal)` })
      .press('Enter');
    await page.locator(`#fact-${seqOf('SHORT-repay-0-reversed')}.pointed`).waitFor();
    await reversal
      .getByRole('link', { name: `Undoes fact ${seqOf('SHORT-repay-0')}: Repayment` })
      .press('Enter');
    await page.locator(`#fact-${seqOf('SHORT-repay-0')}.pointed`).waitFor();
    await page.goto(`/console/loans/${ownBank}/SHORT?lang=zh`);
    await undone.getByText(`已不再有效：由第 ${seqOf('SHORT-repay-0-reversed')} 条事实撤销`).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('leads to a fact beyond its first page, and looks for one that is not there to the end', async () => {
    const { page, complaints, close } = await visit(at);
    const last = seqOf('LONG-repay-0-reversed');
    await signIn(page, key, `/console/loans/${ownBank}/LONG?lang=en`);
    const link = page.getByRole('link', { name: `undone by fact ${last} (Reversal)` }).first();
    await link.waitFor();
    expect(await page.locator(`#fact-${last}`).count()).toBe(0);
    await link.press('Enter');
    await page.locator(`#fact-${last}.pointed`).waitFor();
    await page.goto(`/console/loans/${ownBank}/LONG?lang=en#fact-${last + 1}`);
    await page.locator(`#fact-${last}`).waitFor();
    expect(await page.getByRole('button', { name: 'More' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});
