import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { bounds } from '#anomalies';
import { thresholdsOf } from '../../apps/console/src/anomalies/anomalies-view.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { reliefProgramme, suspiciousReports } from '../support/suspicious-reports.js';
import { east, north, south } from '../support/three-banks.js';
import { openConsole } from './open-console.js';
import { barriersInEachLook, signIn, visit } from './signed-in.js';

/* What a supervisor is pointed at: each signal with its thresholds, and each thing found with its facts. */

const address = '/console/anomalies?lang=en';
const hostile = '<img src=x onerror="document.title=1">\u202Eknab';

const signalsIn = (csv: Buffer): readonly string[] =>
  (parse(csv, { columns: true, bom: true }) as Readonly<Record<string, string>>[]).map(
    ({ signal = '' }) => signal,
  );

describe('anomalies in the console', () => {
  let key: string;
  let bankKey: string;
  let now = Date.parse('2024-01-08T02:00:00Z');

  const at = openConsole(
    async (registry) => {
      key = await registry.keyFor('supervisor');
      const banks = new Map<string, string>();
      for (const bank of [north, south, east])
        banks.set(
          bank,
          await registry.bank(bank, {
            reportingFrom: '2024-01-08',
            name: { zh: `银行${bank}`, en: bank === east ? hostile : `Bank ${bank}` },
          }),
        );
      bankKey = banks.get(north) ?? '';
      await registry.ask('put', `/v1/bailout/programmes/${reliefProgramme}`, {
        key,
        body: { name: { zh: '纾困', en: 'Relief' }, from: '2025-01-01', to: '2025-12-31' },
      });
      now = Date.parse('2025-10-09T02:00:00Z');
      const positions: string[] = [];
      for (const [bank, body] of Object.entries(suspiciousReports)) {
        const sent = await registry.ask('post', '/v1/events', {
          key: banks.get(bank) ?? null,
          type: cloudEventBatch,
          body,
        });
        positions.push(sent.body.position);
      }
      // A session of a browser lasts by the clock of that browser.
      now = Date.now();
      const headers = { 'await-position': positions.join(','), 'await-timeout': '30000' };
      expect((await registry.ask('get', '/v1/anomalies', { key, headers })).status).toBe(200);
    },
    { clock: { now: () => now } },
  );

  const signalsAsked = async (): Promise<readonly string[]> =>
    (await at.registry.ask('get', '/v1/anomalies?limit=1000', { key })).body.items.map(
      ({ signal }: { readonly signal: string }) => signal,
    );

  it('are asked for within the bounds that the registry has', () => {
    for (const [signal, thresholds] of Object.entries(thresholdsOf))
      expect([
        signal,
        Object.fromEntries(thresholds.map(({ name, least, most }) => [name, [least, most]])),
      ]).toEqual([
        signal,
        Object.fromEntries(
          Object.entries(bounds[signal as keyof typeof bounds]).map(([name, range]) => [
            name,
            (range as readonly (string | number)[]).map(String),
          ]),
        ),
      ]);
    expect(Object.keys(thresholdsOf)).toHaveLength(14);
  });

  it('begin where the registry begins, unless something else is asked for', async () => {
    const answer = await at.registry.ask('get', '/v1/anomalies?limit=1000', { key });
    for (const { signal, measured } of answer.body.items)
      for (const { name, threshold } of measured)
        if (threshold !== null)
          expect([
            signal,
            name,
            Number(
              thresholdsOf[signal as keyof typeof thresholdsOf].find((each) => each.name === name)?.usual,
            ),
          ]).toEqual([signal, name, Number(threshold)]);
  });

  it('are followed from a signal over its thresholds to the facts of a loan', async () => {
    const { page, complaints, close } = await visit(at);
    await signIn(page, key, address);
    const found = page.getByRole('region', { name: 'Found' });
    await found.getByRole('listitem').first().waitFor();
    expect(
      await page
        .getByRole('group', { name: /^What is looked for/ })
        .getByRole('row')
        .count(),
    ).toBe(15);
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await barriersInEachLook(page)).toEqual([]);

    for (const [kind, extension] of [
      ['CSV', 'csv'],
      ['Excel', 'xlsx'],
    ] as const) {
      const begun = page.waitForEvent('download');
      await page.getByRole('button', { name: `${kind}: Anomalies`, exact: true }).click();
      const downloaded = await begun;
      expect(downloaded.suggestedFilename()).toMatch(new RegExp(`^anomalies-.*\\.${extension}$`));
      const bytes = readFileSync((await downloaded.path()) ?? '');
      if (kind === 'Excel') expect(bytes.subarray(0, 2).toString()).toBe('PK');
      // The whole list, of which the page shows the first.
      else expect(signalsIn(bytes)).toEqual(await signalsAsked());
    }

    const link = page.getByRole('link', { name: 'Very small first loan' });
    await link.press('Enter');
    await found.getByText('(threshold ¥10,000.00)').waitFor();
    expect(await found.getByRole('listitem').count()).toBe(1);
    expect(await found.getByRole('listitem').innerText()).toContain('[U+202E]knab');
    await page.getByLabel(/^Principal/).fill('5000');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing of that kind was found.').waitFor();
    expect(new URL(page.url()).searchParams.get('principal')).toBe('5000.00');
    await page.getByRole('button', { name: 'Usual thresholds' }).click();
    await found.getByRole('listitem').first().waitFor();

    await page.goto(`${address}&signal=loss-after-renewal`);
    await found.getByText(/facts it rests on$/).click();
    expect(await barriersInEachLook(page)).toEqual([]);
    await found.getByText(/facts it rests on$/).click();
    await found.getByRole('cell').getByRole('link', { name: 'G-1' }).last().click();
    await page.locator('.timeline .pointed').getByText('Reclassification').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('say on a phone why the registry does not take a threshold, and are shown to no bank', async () => {
    const { page, close } = await visit(at, { viewport: { width: 390, height: 800 } });
    await signIn(page, key, `${address}&signal=round-trip&share=0.5`);
    await page.getByText(/must be from 0 to 0.1 for round-trip/).waitFor();
    await page.goto(`${address}&signal=round-trip`);
    await page.getByText('Round trip between banks').last().waitFor();
    await page
      .getByText(/^Loan |^Several banks/)
      .first()
      .waitFor({ state: 'attached' });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(beyond)).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('#key').fill(bankKey);
    await page.keyboard.press('Enter');
    await page.getByText('Your key may not see this').waitFor();
    await close();
  });
});
