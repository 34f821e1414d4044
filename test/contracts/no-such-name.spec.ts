import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Response } from 'supertest';
import { neededQuery } from '../support/query-parameters.js';
import { issuedLoan } from '../support/reports.js';
import {
  administratorsKey,
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* What is no name by its grammar is told so, reaches no database, and does nothing to the requests beside it. */

const bank = 'C1010211000012';
const other = 'C1020411000013';

/** As they are written in a path; none is an id of anything. */
const noNames = [
  '%00',
  'a%00b',
  'a%20b',
  '%0A',
  '%F0%9F%8F%A6',
  '%EF%BF%BD',
  'x'.repeat(400),
  '%27%3B--',
  'a%2Fb',
];

type Method = 'get' | 'post' | 'put' | 'delete';
interface Operation {
  readonly security?: readonly object[];
  readonly description?: string;
  readonly requestBody?: { readonly content: object };
  readonly responses: object;
}

let registry: RunningRegistry;
let keys: Readonly<Record<'admin' | 'bank' | 'other' | 'supervisor' | 'auditor', string>>;

beforeAll(async () => {
  registry = await runningRegistry();
  // Whoever may ask about all institutions comes before a bank, which is asked first whether it asks about its own.
  keys = {
    supervisor: await registry.keyFor('supervisor'),
    auditor: await registry.keyFor('auditor'),
    admin: administratorsKey,
    bank: await registry.bank(bank),
    other: await registry.bank(other),
  };
});
afterAll(() => registry.close());

const keyFor = ({ description = '' }: Operation): string | undefined =>
  Object.entries(keys).find(([role]) => description.includes(role))?.[1];

/** Every operation with parameters in its path that is built. */
const operations = async (): Promise<readonly (readonly [Method, string, Operation])[]> => {
  const { body } = await registry.ask('get', '/openapi.json', { key: null });
  return (
    Object.entries(body.paths as Record<string, Record<Method, Operation>>)
      // Of the console's pages the page itself says that there is no such one.
      .filter(([path]) => path.includes('{') && path !== '/console/{path}')
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [method as Method, path, operation] as const),
      )
      .filter(
        ([, , { summary }]: readonly [Method, string, Operation & { summary?: string }]) =>
          summary !== 'Not built yet',
      )
  );
};

describe('what is no name in a path', () => {
  it('is on every route not found, or told where something would be defined under it', async () => {
    const every = await operations();
    expect(every.length).toBeGreaterThanOrEqual(20);
    const seen = await Promise.all(
      every.flatMap(([method, path, operation]) =>
        noNames.map(async (name) => {
          const key = keyFor(operation);
          const asked = path.replaceAll(/\{\w+\}/g, name);
          const needed = neededQuery(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
          const answer = await registry.ask(method, `${asked}${needed}`, {
            ...(key === undefined ? { key: null } : { key }),
            ...(operation.requestBody ? { body: {} } : {}),
          });
          const isDefined =
            (method === 'put' && !path.includes('institutions')) || path.includes('statements');
          return [`${method} ${asked}`, answer.status, isDefined ? 400 : 404] as const;
        }),
      ),
    );
    expect(seen.filter(([, status, right]) => status !== right)).toEqual([]);
  });

  it('does nothing to good reports in flight', async () => {
    const answers = await Promise.all(
      // As many as one bank may have under way.
      Array.from({ length: 160 }, (_, no): Promise<Response> => {
        if (no % 10 === 3) return registry.ask('delete', '/v1/keys/%00');
        if (no % 10 === 7)
          return registry.ask('delete', '/v1/institutions/%00/suspension', { key: keys.supervisor });
        return registry.ask('post', '/v1/events', {
          key: keys.bank,
          type: cloudEvent,
          body: issuedLoan(bank, `N${no}`, no + 1),
        });
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual(statuses.map((_, no) => (no % 10 === 3 || no % 10 === 7 ? 404 : 201)));
  });
});

describe('what is no id in a header', () => {
  const binary = (id: string): Promise<Response> => {
    const { data, ...attributes } = issuedLoan(bank, 'B1', 1) as Record<string, unknown>;
    return registry.ask('post', '/v1/events', {
      key: keys.bank,
      type: 'application/json',
      headers: {
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]),
        ),
        'ce-id': id,
      },
      body: data,
    });
  };

  it("is refused, and takes no other bank's refusal with it", async () => {
    const wrong = { ...issuedLoan(other, 'W1', 1), type: 'xudai.loan.none.v1' };
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, no) =>
        no % 3 === 0
          ? binary('a%00b')
          : registry.ask('post', '/v1/events', {
              key: keys.other,
              type: cloudEvent,
              body: { ...wrong, id: `wrong-${no}` },
            }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.rule, body.outcome])).toEqual(
      answers.map(() => [400, 'SCH-R01', 'not-recorded']),
    );
    const listed = await registry.ask('get', '/v1/refusals?limit=1000', { key: keys.other });
    expect(listed.body.items).toHaveLength(100);
    const own = await registry.ask('get', '/v1/refusals?limit=1000', { key: keys.bank });
    expect(own.body.items).toHaveLength(50);
    for (const line of own.body.items) expect(line).toMatchObject({ id: null, rule: 'SCH-R01' });
  });

  /** So that what is refused meanwhile is written together. */
  const whileNobodyWrites = async (ms: number): Promise<void> => {
    const owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    await owner.query('begin; lock table refusals in share mode');
    await pause(ms);
    await owner.query('rollback');
    await owner.end();
  };

  it('takes no refusal of a batch with it', async () => {
    const batch = (first: number): Promise<Response> =>
      registry.ask('post', '/v1/events', {
        key: keys.other,
        type: cloudEventBatch,
        body: Array.from({ length: 25 }, (_, no) => ({
          ...issuedLoan(other, 'W2', 1),
          id: `batch-${first + no}`,
          type: 'xudai.loan.none.v1',
        })),
      });
    const [batches] = await Promise.all([
      Promise.all(Array.from({ length: 40 }, (_, no) => batch(25 * no))),
      Promise.all(Array.from({ length: 80 }, () => binary('a%00'))),
      whileNobodyWrites(1_000),
    ]);
    const statuses = batches.flatMap(({ body }) =>
      body.results.map(({ status }: { status: number }) => status),
    );
    expect(statuses).toEqual(Array(1_000).fill(400));
  });

  it('is told where it is the key of a request', async () => {
    for (const key of ['a b', 'x'.repeat(65), 'a%00b']) {
      const answer = await registry.ask('post', '/v1/bailout/allocations', {
        key: keys.supervisor,
        headers: { 'idempotency-key': key },
        body: { programme: 'B1', institution: bank, amount: '1.00' },
      });
      expect([key, answer.status]).toEqual([key, 400]);
    }
  });
});
