import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { submittingBank } from '../support/submitting-bank.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/* Files that do not come to their end: nothing of them stays, and the sender is told why. */

describe('a file', () => {
  const { keys, registry, query, counted, newKey, nothingLeft, loan, ended } = submittingBank();

  const opened = (key: string, headers: Readonly<Record<string, string>>) => {
    const { port } = registry();
    const request = http.request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/v1/submissions',
      agent: false,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers },
    });
    request.on('error', () => undefined);
    const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
    answered.catch(() => undefined);
    return { request, status: async () => (await answered)[0].statusCode };
  };

  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 10_000; !(await isSo()); await later(20))
      if (Date.now() > deadline) throw new Error('It never is so.');
  };

  it('that breaks off leaves nothing, and is taken when it is sent again', async () => {
    const file = fileOf(Array.from({ length: 1_400 }, loan));
    const headers = { 'content-digest': digestHeader(file), 'xudai-record-count': '1400' };
    const first = opened(keys.bank, headers);
    first.request.write(file.slice(0, -100));
    await until(async () => (await counted('submission_chunk')) >= 2);
    first.request.destroy();
    await until(async () => (await counted('submission_chunk')) === 0);
    const again = opened(keys.bank, headers);
    again.request.end(file);
    expect(await again.status()).toBe(201);
    const { rows } = await query('select id from submission');
    expect(rows).toHaveLength(1);
    expect(await ended(rows[0].id)).toMatchObject({ status: 'COMPLETED', recorded: 1_400 });
  });

  it.each(['application/x-ndjson', 'text/csv'])(
    'of %s ends with 401 when its key is revoked while it is sent',
    async (type) => {
      const { id, key } = await newKey();
      const { request, status } = opened(key, {
        'content-type': type,
        'content-digest': digestHeader(''),
        'xudai-record-count': '1',
        'xudai-report-type': 'xudai.loan.repaid.v1',
      });
      const isCsv = type === 'text/csv';
      request.write(isCsv ? 'id,subject,effectiveDate,amount\n"an open quote' : '{"id":"an open text');
      await later(200);
      await registry().ask('delete', `/v1/keys/${id}`);
      expect(await status()).toBe(401);
      request.destroy();
      await nothingLeft();
    },
  );
});
