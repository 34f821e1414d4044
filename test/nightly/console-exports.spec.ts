import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { shanghaiDay } from '#calendar';
import { KnownPaths } from '../../apps/registry/src/http/request-path.js';
import { tabular } from '../../apps/registry/src/http/route-declaration.js';
import { plantCheck } from '../support/checked-projections.js';
import { firstTimeFlagged } from '../support/first-time-cases.js';
import { failingAt } from '../support/planted-fault.js';
import { projected } from '../support/projected.js';
import { issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { cloudEventBatch } from '../support/running-registry.js';
import { lendALittle, ownBank } from '../browser/lending.js';
import { openConsole } from '../browser/open-console.js';
import { signIn, visit } from '../browser/signed-in.js';

/* Whatever list, series or breakdown a page shows a part of, all of it is to be had as a file. */

const lastYear = 'asOf=2024-12-31';

interface Offered {
  readonly role: 'supervisor' | 'auditor' | 'bank' | 'admin';
  readonly page: string;
  /** What the list is called there. */
  readonly list: string;
  /** Beginning of the name of the file. */
  readonly file: string;
}

const at = (role: Offered['role'], page: string, list: string, file: string): Offered => ({
  role,
  page,
  list,
  file,
});

const health = '/console/administration?part=health';

/** By the route that the rows come from. */
const offered: Readonly<Record<string, Offered>> = {
  '/v1/institutions': at('supervisor', '/console/institutions', 'Institutions', 'institutions'),
  '/v1/keys': at('admin', '/console/administration?part=keys', 'Keys', 'keys'),
  '/v1/programmes': at('supervisor', '/console/programmes', 'Programmes', 'programmes'),
  '/v1/measures': at('supervisor', '/console/programmes', 'Measures', 'measures'),
  '/v1/measures/:code/series': at(
    'supervisor',
    `/console/progress?${lastYear}`,
    'Seamless loan renewals · How it came about',
    'renewal-volume-by-week',
  ),
  '/v1/measures/:code/breakdown': at(
    'supervisor',
    `/console/breakdown?${lastYear}`,
    'Breakdown',
    'renewal-volume-by-',
  ),
  '/v1/measures/:code/facts': at(
    'supervisor',
    `/console/facts?${lastYear}`,
    'Facts behind a figure',
    'renewal-volume-facts',
  ),
  '/v1/explain': at(
    'supervisor',
    `/console/progress?${lastYear}&since=1`,
    'Facts that moved it',
    'SH24-RENEW-moved-after-fact-1',
  ),
  '/v1/loans': at('supervisor', '/console/loans', 'Loans', 'loans'),
  '/v1/loans/:institution/:loanId/history': at(
    'supervisor',
    `/console/loans/${ownBank}/L1`,
    'Timeline',
    'history-of-L1',
  ),
  '/v1/first-time-borrowers': at('supervisor', '/console/borrowers', 'Claims', 'claims'),
  '/v1/bailout/programmes': at('supervisor', '/console/bailout', 'Bailout programmes', 'relief-programmes'),
  '/v1/bailout/allocations': at('supervisor', '/console/bailout', 'Allocations', 'allocations'),
  '/v1/usccs': at('supervisor', '/console/usccs', 'Accepted codes', 'credit-codes'),
  '/v1/facts': at('auditor', '/console/log', 'Facts', 'facts'),
  '/v1/refusals': at('bank', '/console/submissions', 'All refusals of this institution', 'refusals'),
  '/v1/operations/parked': at('admin', health, 'Parked facts', 'parked-facts'),
  '/v1/operations/checks': at('admin', health, 'Checks of the projections', 'checks'),
  '/v1/operations/rebuilds': at('admin', health, 'Rebuilds', 'rebuilds'),
};

/** No page lists the first three; nothing is suspicious here, and `anomalies.spec.ts` exports what is. */
const others = [
  '/v1/programmes/:code/forecasts',
  '/v1/bailout/disbursements',
  '/v1/indicators',
  '/v1/anomalies',
];

describe('exports of the console', () => {
  const keys: Partial<Record<Offered['role'], string>> = {};

  const open = openConsole(
    async (registry) => {
      keys.bank = await lendALittle(registry);
      keys.supervisor = await registry.keyFor('supervisor');
      keys.auditor = await registry.keyFor('auditor');
      keys.admin = await registry.keyFor('admin');
      const refused = await registry.ask('post', '/v1/events', {
        key: keys.bank,
        type: 'application/cloudevents+json',
        body: renewedLoan(ownBank, 'L99', 1),
      });
      expect(refused.body.outcome).toBe('not-recorded');
      const claimed = await registry.ask('post', '/v1/events', {
        key: keys.bank,
        type: cloudEventBatch,
        body: [
          issuedLoan(ownBank, 'L9', 9, { effectiveDate: '2024-03-01' }),
          firstTimeFlagged(ownBank, 'L9', 9),
          reportOf(ownBank, 'repay-L9', 'loan.repaid', 'L9', { effectiveDate: '2024-04-01', amount: '5.00' }),
        ],
      });
      for (const result of claimed.body.results) expect(result).toMatchObject({ outcome: 'recorded' });
      const year = { from: '2024-01-01', to: '2024-12-31' };
      const relief = { name: { zh: '纾困', en: 'Relief' }, ...year, cap: '9.00' };
      const key = keys.supervisor;
      await registry.ask('put', '/v1/bailout/programmes/RELIEF', { key, body: relief });
      await registry.ask('post', '/v1/bailout/allocations', {
        key,
        body: { programme: 'RELIEF', institution: ownBank, amount: '5.00' },
        headers: { 'idempotency-key': 'first' },
      });
      await registry.ask('put', '/v1/usccs/91310000MA1K000000', { key, body: { reason: 'as printed' } });
      await registry.ask('post', '/v1/operations/rebuilds', { body: { projection: 'register-book' } });
      await plantCheck(registry.ownerUrl);
      await projected(registry);
    },
    { shippedAs: failingAt(({ type }) => type === 'LoanRepaid', ['loan-book']) },
  );

  it('are there of every table that the registry gives', () => {
    const tables = open.registry.application
      .get(KnownPaths)
      .all()
      .filter(({ method, declaration }) => method === 'GET' && tabular(declaration) !== undefined)
      .map(({ url }) => url);
    const known = [...Object.keys(offered), ...others];
    expect(tables.filter((url) => !known.includes(url))).toEqual([]);
  });

  it.each(['supervisor', 'auditor', 'bank', 'admin'] as const)(
    'of each list that a %s sees',
    async (role) => {
      const { page, close } = await visit(open);
      await signIn(page, keys[role] ?? '', '/console/progress?lang=en');
      for (const [url, { page: path, list, file }] of Object.entries(offered)) {
        if (offered[url]?.role !== role) continue;
        await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=en`);
        await page.locator('main h1').first().waitFor();
        for (const kind of ['CSV', 'Excel']) {
          const begun = page.waitForEvent('download');
          await page.getByRole('button', { name: `${kind}: ${list}`, exact: true }).click();
          const downloaded = await begun;
          expect([url, downloaded.suggestedFilename().startsWith(file)]).toEqual([url, true]);
          const bytes = readFileSync((await downloaded.path()) ?? '');
          if (kind === 'Excel') expect(bytes.subarray(0, 2).toString()).toBe('PK');
          else expect([url, bytes.toString().startsWith('\ufeff')]).toEqual([url, true]);
        }
      }
      await close();
    },
    390_000,
  );

  it('of the log goes as far as its filters, a day among them', async () => {
    const { page, close } = await visit(open);
    await signIn(page, keys.auditor ?? '', '/console/log?lang=en');
    const rowsOf = async (query: string) => {
      await page.goto(`/console/log?lang=en${query}`);
      const begun = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV: Facts' }).click();
      const text = readFileSync((await (await begun).path()) ?? '', 'utf8');
      return parse(text, { columns: true, bom: true }) as Readonly<Record<string, string>>[];
    };
    const all = await rowsOf('');
    const today = shanghaiDay(Date.parse(all.at(-1)?.recordedAt ?? ''));
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, place) => String(place + 1)));
    expect((await rowsOf(`&to=${today}`)).length).toBe(all.length);
    expect((await rowsOf('&from=3&to=5')).map(({ seq }) => seq)).toEqual(['3', '4', '5']);
    const ofLoan = await rowsOf(`&stream=loan-${ownBank}-L1`);
    expect(ofLoan.map(({ type }) => type)).toEqual(['LoanIssued', 'LoanRenewed']);
    expect(JSON.parse(ofLoan[0]?.data ?? '')).toMatchObject({ principal: '80000000.00' });
    expect(ofLoan[0]?.institutionName).toBe('Example Bank');
    const moved = await rowsOf('&programme=SH24&target=SH24-RENEW');
    expect(moved.map(({ quantity }) => quantity)).toEqual(Array.from({ length: 4 }, () => '80000000.00'));
    await close();
  });
});
