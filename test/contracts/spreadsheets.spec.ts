import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { KnownPaths } from '../../apps/registry/src/http/request-path.js';
import { tabular } from '../../apps/registry/src/http/route-declaration.js';
import { projected } from '../support/projected.js';
import { enterprise, issuedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Lists, series and breakdowns as CSV and as workbooks (3.3): all that the filters choose, and nothing that a spreadsheet runs. */

const bank = 'C1010211000012';
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const hostile = '=HYPERLINK("http://example.com","click")';
/** More than one page has. */
const loans = 1_005;

describe('a list as a spreadsheet', () => {
  let registry: RunningRegistry;
  let base: string;
  let supervisor: string;
  let own: string;

  const asked = (path: string, accept: string, key = supervisor) =>
    fetch(base + path, { headers: { accept, authorization: `Bearer ${key}` } });
  const rowsOf = async (path: string, key = supervisor) => {
    const answer = await asked(path, 'text/csv', key);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const text = Buffer.from(await answer.arrayBuffer()).toString();
    expect(text.startsWith('\ufeff')).toBe(true);
    return parse(text, { columns: true, bom: true }) as Readonly<Record<string, string>>[];
  };
  const filesOf = async (path: string) => {
    const answer = await asked(path, workbookType);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, workbookType]);
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
    return { answer, sheet: strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array()) };
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    const { port } = registry;
    base = `http://127.0.0.1:${port}`;
    supervisor = await registry.keyFor('supervisor');
    own = await registry.bank(bank, { name: { zh: '示例银行', en: 'Example Bank' } });
    await registry.bank('C1010311000013');
    const reports = Array.from({ length: loans }, (_, index) =>
      issuedLoan(bank, `L-${String(index).padStart(4, '0')}`, index, {
        borrower: enterprise(index, index === 7 ? { name: hostile } : {}),
      }),
    );
    for (const body of [reports.slice(0, 1_000), reports.slice(1_000)])
      await registry.ask('post', '/v1/events', { key: own, type: cloudEventBatch, body });
    await projected(registry);
  });
  afterAll(() => registry.close());

  it('is all of it, whatever the limit, in the order of the list', async () => {
    const rows = await rowsOf('/v1/loans?limit=3');
    expect(rows.length).toBe(loans);
    const { body } = await registry.ask('get', '/v1/loans?limit=1000', { key: supervisor });
    expect(rows.slice(0, 1_000).map(({ loanId }) => loanId)).toEqual(
      body.items.map(({ loanId }: { readonly loanId: string }) => loanId),
    );
    expect(rows[7]).toMatchObject({
      institution: bank,
      loanId: 'L-0007',
      'borrower.name': `'${hostile}`,
      tags: 'INCLUSIVE',
      outstanding: '1000000.00',
      'claim.status': '',
    });
  });

  it('is as a workbook the same, and a file to keep', async () => {
    const { answer, sheet } = await filesOf('/v1/loans');
    expect(sheet.match(/<row /g)?.length).toBe(loans + 1);
    expect(sheet).toContain('=HYPERLINK("http://example.com","click")</t>');
    expect(sheet).toMatch(/<c r="[A-Z]+2"><v>1000000\.00<\/v><\/c>/);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="loans.xlsx"');
    expect([answer.headers.get('link'), answer.headers.get('vary')]).toEqual([
      null,
      'Accept, Accept-Language',
    ]);
    expect(Number(answer.headers.get('xudai-basis-seq'))).toBeGreaterThan(loans);
  });

  it('is what its filters choose, and what its key may see', async () => {
    expect((await rowsOf('/v1/loans?borrower=NOBODY')).length).toBe(0);
    const another = await registry.bank('C1010411000014');
    expect((await rowsOf('/v1/loans', another)).length).toBe(0);
    expect((await rowsOf('/v1/loans', own)).length).toBe(loans);
  });

  it('of a breakdown has a column for what it is by, numbers as numbers', async () => {
    const by = await rowsOf('/v1/measures/issued-volume/breakdown?by=district,month');
    expect(by).toEqual([
      {
        'keys.district': '310115',
        'keys.districtName': 'Pudong New Area',
        'keys.month': '2024-01',
        quantity: '1005000000.00',
        share: '1.0000',
      },
    ]);
    const { sheet } = await filesOf('/v1/measures/issued-volume/breakdown?by=institution');
    expect(sheet).toContain(
      `${bank}</t></is></c><c r="B2" t="inlineStr"><is><t xml:space="preserve">Example Bank</t></is></c><c r="C2"><v>1005000000.00</v></c><c r="D2"><v>1.0000</v></c></row>`,
    );
  });

  it('of a series has its points, and of facts behind a figure all of them', async () => {
    const points = await rowsOf('/v1/measures/issued-volume/series?interval=month&to=2024-02-29');
    expect(points.map(({ from, quantity }) => [from, quantity])).toEqual([
      ['2024-01-01', '1005000000.00'],
      ['2024-02-01', '0.00'],
    ]);
    expect((await rowsOf('/v1/measures/issued-volume/facts')).length).toBe(loans);
  });

  it('comes to who would rather have it, and JSON to all others', async () => {
    const typeOf = async (accept: string) =>
      (await asked('/v1/institutions', accept)).headers.get('content-type')?.split(';')[0];
    expect(await typeOf('text/csv, application/json;q=0.5')).toBe('text/csv');
    expect(await typeOf('application/json, text/csv')).toBe('application/json');
    expect(await typeOf('*/*')).toBe('application/json');
  });

  it('is refused as JSON is', async () => {
    const statusOf = async (path: string, key = supervisor) => (await asked(path, 'text/csv', key)).status;
    expect(await statusOf('/v1/loans?limit=0')).toBe(400);
    expect(await statusOf('/v1/keys')).toBe(403);
    expect(await statusOf('/v1/measures/NONE/series?interval=day')).toBe(404);
    expect(await statusOf('/v1/loans', 'xk_none_0')).toBe(401);
  });

  it('there is of every list, series and breakdown that may be read', async () => {
    const auditor = await registry.keyFor('auditor');
    const administrator = await registry.keyFor('admin');
    const places: Readonly<Record<string, string>> = {
      ':institution/:loanId': `${bank}/L-0001`,
      ':code': 'issued-volume',
    };
    const needed: Readonly<Record<string, string>> = {
      series: 'interval=month',
      breakdown: 'by=size',
      explain: 'programme=SH24&target=SH24-RENEW',
    };
    const tables = registry.application
      .get(KnownPaths)
      .all()
      .filter(({ method, declaration }) => method === 'GET' && tabular(declaration) !== undefined);
    expect(tables.length).toBeGreaterThan(15);
    for (const { url, declaration } of tables) {
      const keys: Readonly<Record<string, string>> = { supervisor, auditor, bank: own, admin: administrator };
      const role = ['supervisor', 'auditor', 'admin', 'bank'].find((each) =>
        (declaration.access as readonly string[]).includes(each),
      );
      const ofProgramme = url.replace('programmes/:code', 'programmes/SH24');
      const path = Object.entries(places).reduce((text, [from, to]) => text.replace(from, to), ofProgramme);
      const query = needed[url.split('/').at(-1) ?? ''] ?? '';
      const answer = await asked(`${path}?${query}`, 'text/csv', keys[role ?? '']);
      const [head = ''] = (await answer.text()).replace('\ufeff', '').split('\r\n');
      expect([url, answer.status]).toEqual([url, 200]);
      expect(head.split(',').length).toBeGreaterThan(1);
    }
  });
});
