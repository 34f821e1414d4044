import type { Socket } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import pg from 'pg';
import { projected } from '../support/projected.js';
import { beginToFetch, readWhole as whole } from '../support/fetched-facts.js';
import { plantFacts } from '../support/planted-facts.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held on to, of text and of buffers, by this process, which is the registry too. */
const livingBytes = (): number => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/* More facts of 3.4 than fit into memory comfortably: whole however slowly they are taken, or visibly broken off. */

const manyFacts = 20_000;

describe(`GET /v1/facts with ${manyFacts} of them`, () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;
  const served: Socket[] = [];

  const fetching = (key = auditor): Promise<IncomingMessage> => beginToFetch(registry, key);

  beforeAll(async () => {
    registry = await runningRegistry();
    registry.application.getHttpServer().on('connection', (socket: Socket) => served.push(socket));
    auditor = await registry.keyFor('auditor');
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    await plantFacts(registry.ownerUrl, manyFacts, { padding: 1_500 });
    await projected(registry);
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  it('gives all of them in bounded memory', async () => {
    const answer = await fetching();
    const before = livingBytes();
    let most = before;
    let lookAt = 0;
    const { complete, lines } = await whole(answer, (read) => {
      if (read < lookAt) return;
      most = Math.max(most, livingBytes());
      lookAt = read + manyFacts / 8;
    });
    expect([complete, lines]).toEqual([true, Number(answer.headers['xudai-basis-seq'])]);
    // The whole body is more than 30 MB, and in memory more than that.
    expect(most - before).toBeLessThan(24 * 2 ** 20);
  });

  it('gives every repeated member and every digit as stored', async () => {
    const [line = ''] = (
      await registry.ask('get', `/v1/facts?from=${manyFacts}&to=${manyFacts}`, { key: auditor })
    ).text.split('\n', 1);
    expect(line).toMatch(/"data":\{"no":(\d+), {2}"no":\1,"text":"中+","amount":1\.10\},"metadata":/);
  });

  it('finds what is rare among them', async () => {
    const answer = await registry.ask('get', '/v1/facts?type=KeyIssued&type=CalendarSet', { key: auditor });
    const { rows } = await owner.query<{ count: string }>(
      `select count(*) as count from facts where type in ('KeyIssued', 'CalendarSet')`,
    );
    expect(answer.text.split('\n').length - 1).toBe(Number(rows[0]?.count));
  });

  it('reads no further than a slow reader takes', async () => {
    const answer = await fetching();
    const [connection] = served.slice(-1);
    let sent = -1;
    while (sent !== (connection?.bytesWritten ?? 0)) {
      sent = connection?.bytesWritten ?? 0;
      await later(700);
    }
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(15 * 2 ** 20);
    expect(await whole(answer)).toEqual({
      complete: true,
      lines: Number(answer.headers['xudai-basis-seq']),
    });
  });

  it('ends at the head as it was when the request began', async () => {
    const answer = await fetching();
    await plantFacts(registry.ownerUrl, 5);
    expect((await whole(answer)).lines).toBe(Number(answer.headers['xudai-basis-seq']));
  });

  it('breaks off visibly when the key is revoked on the way', async () => {
    const issued = await registry.ask('post', '/v1/keys', { body: { role: 'auditor', label: 'short' } });
    const answer = await fetching(issued.body.key);
    expect((await registry.ask('delete', `/v1/keys/${issued.body.id}`)).status).toBe(204);
    await later(2_000);
    expect((await whole(answer)).complete).toBe(false);
  });

  it('breaks off visibly when the log cannot be read on', async () => {
    const answer = await fetching();
    const login = new URL(registry.appUrl).username;
    const { rows } = await owner.query<{ granted: string }>(
      `select string_agg(distinct grantee, ',') as granted from information_schema.role_table_grants
        where table_name = 'facts' and grantee <> current_user`,
    );
    const [granted = login] = rows[0]?.granted?.split(',') ?? [];
    await owner.query(`revoke select on facts from ${granted}`);
    expect((await whole(answer)).complete).toBe(false);
    await owner.query(`grant select on facts to ${granted}`);
    expect((await registry.ask('get', '/v1/facts?to=1', { key: auditor })).status).toBe(200);
  });
});
