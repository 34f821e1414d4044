import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Response } from 'supertest';
import { KnownPaths } from '../../apps/registry/src/http/request-path.js';
import { foreign, type Line, own, type Part, type Role, roles, type Whose } from '../support/access-lines.js';
import { borrowerOf, fileOf, matrix, reportedDay } from '../support/access-matrix.js';
import { enterprise, issuedLoan, reportOf, usccOf } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Every route, every role, own and foreign institution: the table of 3.1 against what the routes do. */

const lines = matrix(usccOf);

/** One thing of each kind that a bank can have. */
const reportsOf = (bank: string, whose: 'own' | 'foreign'): readonly object[] => {
  const loan = `L-${whose}`;
  const borrower = enterprise(borrowerOf[whose]);
  return [
    issuedLoan(bank, loan, borrowerOf[whose], { effectiveDate: reportedDay }),
    reportOf(bank, `claim-${loan}`, 'borrower.first-time-flagged', loan, {
      effectiveDate: reportedDay,
      borrower,
      enquiryDate: reportedDay,
      enquirySerialHash: 'a'.repeat(64),
    }),
    reportOf(bank, `relief-${whose}`, 'bailout.disbursed', `D-${whose}`, {
      effectiveDate: reportedDay,
      programme: 'RELIEF',
      kind: 'BRIDGE',
      borrower,
      amount: '5.00',
    }),
    reportOf(bank, `premium-${whose}`, 'indicator.reported', 'pension-premium', {
      effectiveDate: reportedDay,
      value: '5.00',
      unit: 'CNY',
      asAt: reportedDay,
    }),
    reportOf(bank, `refused-${whose}`, 'loan.repaid', 'unknown', {
      effectiveDate: reportedDay,
      amount: '1.00',
    }),
  ];
};

/** As a file that was decided to its end leaves it. */
const plantedFile = `
  insert into submission (id, institution, key_id, format, is_dry, digest, bytes, reports, chunks, received_at, status, ended_at, progress, receipt)
  values ($1, $2, 'k', 'NDJSON', false, 'x', 0, 0, 0, now(), 'COMPLETED', now(),
    '{"read":0,"recorded":0,"repeated":0,"refused":0,"byRule":{},"totals":[],"recordedDigest":"","position":null}', '{}')`;

describe('who may do what', () => {
  let registry: RunningRegistry;
  const keys = {} as Record<Role, string>;
  let position = '';

  const reporting = async (bank: string, whose: 'own' | 'foreign'): Promise<string> => {
    const key = await registry.bank(bank);
    for (const body of reportsOf(bank, whose)) {
      const answer = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body });
      expect([201, 422]).toContain(answer.status);
      if (answer.status === 201) position = answer.body.position;
    }
    return key;
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    for (const role of ['supervisor', 'auditor', 'admin'] as const) keys[role] = await registry.keyFor(role);
    const relief = { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' };
    const defined = await registry.ask('put', '/v1/bailout/programmes/RELIEF', {
      key: keys.supervisor,
      body: relief,
    });
    expect(defined.status).toBe(201);
    keys.bank = await reporting(own, 'own');
    await reporting(foreign, 'foreign');
    const owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    for (const [id, bank] of [
      [fileOf.own, own],
      [fileOf.foreign, foreign],
    ])
      await owner.query(plantedFile, [id, bank]);
    await owner.end();
  });

  afterAll(() => registry.close());

  const asked = (line: Line, part: Part, key: string | null): Promise<Response> => {
    const [method = '', declared = ''] = line.route.split(' ');
    return registry.ask(
      method.toLowerCase() as 'get' | 'post' | 'put' | 'delete',
      line.calls[part]?.path ?? declared,
      {
        key,
        headers: method === 'GET' ? { 'await-position': position, 'await-timeout': '30000' } : {},
        ...(method === 'POST' || method === 'PUT' ? { body: {} } : {}),
      },
    );
  };

  it('has a line for each route, and says of each who may call it', () => {
    const declared = registry.application
      .get(KnownPaths)
      .all()
      .map(({ method, url, declaration }) => [`${method} ${url}`, declaration.access] as const);
    expect(declared.toSorted()).toEqual(
      lines.map(({ route, access }) => [route, access] as const).toSorted(),
    );
  });

  for (const line of lines) {
    for (const [part, { expected }] of Object.entries(line.calls))
      for (const role of roles)
        it(`${line.route} (${part}) as ${role}: ${expected[role]}`, async () => {
          const answer = await asked(line, part as Part, keys[role]);
          if (expected[role] === 'pass') expect([401, 403, 405, 500]).not.toContain(answer.status);
          else expect(answer.status).toBe(expected[role]);
          if (answer.status >= 400)
            expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
        });

    it(`${line.route} without a key: ${line.access === 'public' ? 'as anybody' : 401}`, async () => {
      const answer = await asked(line, 'own', null);
      // Who signs in with nothing is told what is missing.
      const right = line.route === 'POST /v1/session' ? [400] : [200, 501];
      if (line.access === 'public') expect(right).toContain(answer.status);
      else expect([answer.status, answer.body.type]).toEqual([401, '/problems/unauthenticated']);
    });
  }

  it.each(lines.filter(({ kind }) => kind === 'thing'))(
    "$route: another bank's is, byte for byte, one that does not exist",
    async (line) => {
      const [theirs, none] = await Promise.all([
        asked(line, 'foreign', keys.bank),
        asked(line, 'none', keys.bank),
      ]);
      const seen = ({ status, text, headers }: Response) => ({
        status,
        text,
        headers: { ...headers, date: null },
      });
      expect(seen(theirs)).toEqual(seen(none));
      expect(theirs.status).toBe(404);
    },
  );

  it.each(lines.filter(({ kind }) => kind === 'list'))(
    "$route: another bank's part is, to a bank, as empty as one that does not exist",
    async (line) => {
      const items = async (whose: Whose, role: Role): Promise<readonly { institution: string }[]> =>
        (await asked(line, whose, keys[role])).body.items;
      const [ours, theirs, none, seen] = await Promise.all([
        items('own', 'bank'),
        items('foreign', 'bank'),
        items('none', 'bank'),
        items('foreign', 'supervisor'),
      ]);
      expect(ours.map(({ institution }) => institution)).toEqual([own]);
      expect([theirs, none]).toEqual([[], []]);
      expect(seen.map(({ institution }) => institution)).toEqual([foreign]);
      const [method = '', path = ''] = line.route.split(' ');
      const unfiltered = await registry.ask(method.toLowerCase() as 'get', path, { key: keys.bank });
      expect(unfiltered.body.items).toEqual(ours);
    },
  );
});
