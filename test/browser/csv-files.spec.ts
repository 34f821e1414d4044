import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { csvTypes } from '#submissions';
import { fullType } from '#reports';
import { usccOf } from '../support/reports.js';
import { projected } from '../support/projected.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, chooseFile, signIn, visit } from './signed-in.js';

/* A bank's CSV files in the console: all lines are of one type, and a line is mended as any report. */

const bank = 'C1010211000012';
const address = '/console/submissions?lang=en';

/** Nothing is wider than the screen, the list of a choice neither. */
const expectNarrow = async (page: Page): Promise<void> => {
  const sideways = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
  const [wide, width] = (await page.evaluate(sideways)) as [number, number];
  expect(wide).toBe(width);
};

describe('CSV files in the console', () => {
  let key: string;
  const at = openConsole(async (registry) => {
    key = await registry.bank(bank);
  });

  it('are of a type that is chosen, and what is not taken is told', async () => {
    const { page, complaints, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, key, address);
    await chooseFile(page, 'loans.csv', 'id,subject\n1,a\n');
    expect(await page.getByRole('button', { name: 'Submit', exact: true }).isDisabled()).toBe(true);
    const type = page.getByRole('combobox', { name: 'Type of all its reports' });
    await type.press('Enter');
    await page.locator('.ant-select-item-option').first().waitFor();
    await expectNarrow(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Template of this type' }).waitFor();
    expect(page.url()).toContain('type=xudai.loan.');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('the column effectiveDate is missing').waitFor();
    await expectNarrow(page);
    // What the browser says of every answer of that kind.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
    await close();
  });

  it('have lines that are mended in a form as well', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, `${address}&type=xudai.loan.issued.v1`);
    const file = [
      'id,subject,effectiveDate,borrower.idType,borrower.id,borrower.kind,borrower.size,borrower.district,' +
        'borrower.industry,borrower.name,principal,maturityDate,product,rateBp,guarantee',
      ...(
        [
          [21, 'One', '700000.00'],
          [22, '"Ship, ""Sail"" and sons"', '"much, ""more"""'],
        ] as const
      ).map(
        ([no, name, principal]) =>
          `s-${no},S${no},2024-01-10,USCC,${usccOf(no)},ENTERPRISE,SMALL,310115,C13,${name},${principal},` +
          '2024-12-20,WORKING_CAPITAL,380,CREDIT',
      ),
    ];
    await chooseFile(page, 'loans.csv', `${file.join('\r\n')}\r\n`);
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page
      .getByRole('link', { name: /^Mend line/ })
      .first()
      .click();
    const form = page.getByRole('form', { name: /^Mend line/ });
    expect(await form.getByLabel('/data/principal').inputValue()).toBe('much, "more"');
    expect(await form.getByLabel('/data/principal').getAttribute('aria-invalid')).toBe('true');
    expect(await form.getByLabel('/data/rateBp').inputValue()).toBe('380');
    await form.getByLabel('/data/principal').fill('700000.00');
    await form.getByRole('button', { name: 'Try it' }).click();
    await page.getByText('It would be recorded.').waitFor();
    await form.getByRole('button', { name: 'Send it' }).click();
    await page.getByText('It is recorded.').waitFor();
    await projected(at.registry);
    const { body } = await at.registry.ask('get', `/v1/loans/${bank}/S22`, { key });
    expect(body).toMatchObject({ outstanding: '700000.00', tags: [] });
    expect(await barriersInEachLook(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('may be of each type that the registry takes, and there is a template of each', async () => {
    const { page, close } = await visit(at);
    await signIn(page, key, address);
    for (const type of csvTypes.map(fullType)) {
      await page.goto(`${address}&type=${type}`);
      const link = page.getByRole('link', { name: 'Template of this type' });
      const template = await page.request.get((await link.getAttribute('href')) ?? '');
      expect(await template.text()).toMatch(/^\uFEFF?id,subject/);
    }
    await close();
  });
});
