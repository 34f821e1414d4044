import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { openPostgresLog } from '#event-log';
import { FollowedLog } from '#testing';
import { anomaliesChecker } from './anomalies.checker.js';
import { anomaliesProjection } from './anomalies.projection.js';
import { anomaliesPage } from './anomalies.query.js';

/* However many candidates are kept, each of them is looked at. */

describe('candidates of one signal', () => {
  let log: Awaited<ReturnType<typeof following>>;
  const following = () =>
    FollowedLog.of({ openLog: openPostgresLog, projection: anomaliesProjection, checker: anomaliesChecker });

  beforeAll(async () => {
    log = await following();
  });
  afterAll(() => log.close());
  beforeEach(async () => {
    await log.client.query('begin');
  });
  afterEach(async () => {
    await log.client.query('rollback');
  });

  /** The last ones so many days after a renewal, all others 200. */
  const kept = (count: number, last: { readonly count: number; readonly days: number }) =>
    log.client.query(
      `insert into anomaly_candidate (signal, key, subject, institutions, happened_on, page)
       select 'loss-after-renewal', lpad(no::text, 5, '0'), 'loan', '{A}', '2024-03-01', json_build_object(
         'institution', 'A', 'borrowerKey', 'b', 'loanId', no::text, 'on', '2024-03-01', 'facts', '[]'::json,
         'values', json_build_object('days', case when no > $1::integer - $2::integer then $3::integer else 200 end))
         from generate_series(1, $1::integer) no`,
      [count, last.count, last.days],
    );

  const page = (cursor?: string) =>
    anomaliesPage(log.client, {
      signal: 'loss-after-renewal',
      thresholds: {},
      asOf: businessDate('2024-07-01'),
      limit: 1_000,
      ...(cursor === undefined ? {} : { cursor }),
    });

  it('are all listed on one page that has room for them', async () => {
    await kept(600, { count: 600, days: 180 });
    const { items, next } = await page();
    expect(items.map(({ loanId }) => loanId)).toEqual(Array.from({ length: 600 }, (_, no) => String(no + 1)));
    expect(next).toBeNull();
  });

  it('are looked at page after page where thousands are not listed', async () => {
    await kept(5_100, { count: 2, days: 180 });
    const first = await page();
    expect(first.items).toEqual([]);
    expect(first.next).not.toBeNull();
    const second = await page(first.next ?? '');
    expect([second.items.map(({ loanId }) => loanId), second.next]).toEqual([['5099', '5100'], null]);
  });
});
