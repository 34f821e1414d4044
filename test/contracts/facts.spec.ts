import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* The facts of 3.4 as an auditor fetches them: exactly as recorded, in the order of the log, narrowed by filters. */

const bank = 'C1010211000012';
const other = 'C1010311000013';

interface Line {
  readonly seq: number;
  readonly type: string;
  readonly stream: string;
  readonly institution: string | null;
}

describe('GET /v1/facts', () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;

  const facts = async (query: string): Promise<readonly Line[]> => {
    const answer = await registry.ask('get', `/v1/facts${query}`, { key: auditor });
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    return (answer.text ?? '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    auditor = await registry.keyFor('auditor');
    for (const code of [bank, other]) {
      const key = await registry.bank(code);
      const reports = [issuedLoan(code, 'L1', 1), issuedLoan(code, 'L2', 2), renewedLoan(code, 'L1', 1)];
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
      expect(answer.body.results.every(({ status }: { status: number }) => status === 201)).toBe(true);
    }
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  it('gives every fact once, in the order of the log, and names the head', async () => {
    const answer = await registry.ask('get', '/v1/facts', { key: auditor });
    const all = await facts('');
    const head = Number(answer.headers['xudai-basis-seq']);
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  });

  it('has the members of a fact in their order, data and metadata as the stored text', async () => {
    const [answer, stored] = await Promise.all([
      registry.ask('get', '/v1/facts?from=1&to=1', { key: auditor }),
      owner.query<{ data: string; metadata: string }>(
        'select data::text, metadata::text from facts where seq = 1',
      ),
    ]);
    expect(Object.keys(JSON.parse(answer.text))).toEqual(
      'seq recordedAt eventId type stream revision effectiveDate institution data metadata'.split(' '),
    );
    expect(answer.text).toContain(`"data":${stored.rows[0]?.data},"metadata":${stored.rows[0]?.metadata}}\n`);
  });

  it('gives the same as CSV or as a workbook to who asks for it, with the names of institutions', async () => {
    const asked = (query: string, accept: string) =>
      registry.ask('get', `/v1/facts${query}`, {
        key: auditor,
        headers: { accept, 'accept-language': 'en' },
      });
    const query = `?institution=${bank}&type=LoanIssued&type=LoanRenewed`;
    const csv = await asked(query, 'text/csv');
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="facts.csv"',
      vary: 'Accept, Accept-Language',
      'xudai-basis-seq': (await asked(query, '*/*')).headers['xudai-basis-seq'],
    });
    const rows = parse(csv.text, { columns: true, bom: true }) as Readonly<Record<string, string>>[];
    const lines = await facts(query);
    expect(lines.length).toBe(3);
    expect(
      rows.map(
        ({ data = '', metadata = '', seq, revision, institutionName: _name, effectiveDate, ...row }) => ({
          ...row,
          seq: Number(seq),
          revision: Number(revision),
          effectiveDate: effectiveDate || null,
          data: JSON.parse(data),
          metadata: JSON.parse(metadata),
        }),
      ),
    ).toEqual(lines);
    expect(new Set(rows.map(({ institutionName }) => institutionName)).size).toBe(1);
    expect(rows[0]?.institutionName).toMatch(/[A-Za-z]/);
    expect((await asked('?stream=none', 'text/csv')).text.split('\r\n').length).toBe(2);
    const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    expect((await asked(query, workbook)).headers).toMatchObject({
      'content-type': workbook,
      'content-disposition': 'attachment; filename="facts.xlsx"',
    });
    expect((await asked(query, 'application/json')).headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      vary: 'Accept',
    });
    expect((await asked('?from=0', 'text/csv')).status).toBe(400);
  });

  it.each([
    ['?from=3&to=5', ({ seq }: Line) => seq >= 3 && seq <= 5],
    ['?from=4', ({ seq }: Line) => seq >= 4],
    ['?to=2', ({ seq }: Line) => seq <= 2],
    ['?to=999999999', () => true],
    ['?from=999999999', () => false],
    [`?stream=loan-${bank}-L1`, ({ stream }: Line) => stream === `loan-${bank}-L1`],
    [
      `?stream=loan-${bank}-L1&stream=loan-${other}-L2&stream=loan-${bank}-L1`,
      ({ stream }: Line) => [`loan-${bank}-L1`, `loan-${other}-L2`].includes(stream),
    ],
    [
      `?stream=loan-${bank}-L1&type=LoanRenewed`,
      ({ stream, type }: Line) => stream === `loan-${bank}-L1` && type === 'LoanRenewed',
    ],
    ['?type=LoanIssued&type=KeyIssued', ({ type }: Line) => ['LoanIssued', 'KeyIssued'].includes(type)],
    [
      `?institution=${other}&type=LoanIssued`,
      ({ institution, type }: Line) => institution === other && type === 'LoanIssued',
    ],
    ['?stream=none', () => false],
  ])('%s', async (query, passes) => {
    const all = await facts('');
    expect(await facts(query)).toEqual(all.filter(passes));
  });

  it.each(['?from=0', '?from=5&to=4', '?from=x', '?to=1.5', '?from=-1', '?type=', '?type=%00', '?limit=1'])(
    '%s: 400, before any byte of facts',
    async (query) => {
      const answer = await registry.ask('get', `/v1/facts${query}`, { key: auditor });
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
    },
  );
});
