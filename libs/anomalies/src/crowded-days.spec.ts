import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import { openPostgresLog } from '#event-log';
import { FollowedLog } from '#testing';
import { anomaliesChecker } from './anomalies.checker.js';
import { anomaliesProjection } from './anomalies.projection.js';
import { type Movement, roundTrips } from './borrower-candidates.js';
import { deriveRoundTrips } from './movements.table.js';

/* A borrower may move money thousands of times on one day: what is looked at grows with it, and not with its square. */

const many = 3_000;
const day = businessDate('2024-03-01');

describe('a day of a borrower with many movements', () => {
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

  const moved = (kind: Movement['kind'], bank: string, from: number): Promise<unknown> =>
    log.client.query(
      `insert into signal_movement (institution, loan_id, seq, kind, borrower_key, day, amount)
       select $1, 'L' || no, no, $2, 'many', $3, 1000 + no from generate_series($4::bigint, $4::bigint + ${many} - 1) no`,
      [bank, kind, day, from],
    );

  const rowsRead = async (): Promise<number> => {
    const { rows } = await log.client.query<{ read: number }>(
      `select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 as read from pg_stat_xact_user_tables
        where relname = 'signal_movement'`,
    );
    return rows[0]?.read ?? 0;
  };

  it.each([
    ['nothing was repaid', false],
    ['much was repaid elsewhere', true],
  ])('costs what there is of it where %s', async (_, isRepaid) => {
    await moved('issued', 'A', 1);
    if (isRepaid) await moved('repaid', 'B', many + 1);
    await log.client.query('analyze signal_movement');
    const before = await rowsRead();
    const { candidates } = await deriveRoundTrips(log.client, [{ borrower_key: 'many', day }]);
    expect(candidates.length > 0).toBe(isRepaid);
    expect((await rowsRead()) - before).toBeLessThan(10 * many);
  });
});

const anyMovement = fc.record({
  kind: fc.constantFrom('issued' as const, 'repaid' as const),
  institution: fc.constantFrom('A', 'B', 'C'),
  fen: fc.bigInt(90n, 120n),
});

const distance = (one: bigint, other: bigint): bigint => (one > other ? one - other : other - one);

it('finds for each loan the nearest repayment elsewhere, and the first of equally near ones', () => {
  fc.assert(
    fc.property(fc.array(anyMovement, { maxLength: 12 }), (drawn) => {
      const movements = drawn.map((each, place): Movement => ({
        ...each,
        seq: place + 1,
        loanId: `L${place}`,
        amount: String(each.fen),
      }));
      const expected = movements.flatMap((issued) => {
        if (issued.kind !== 'issued') return [];
        const [nearest] = movements
          .filter(({ kind, institution }) => kind === 'repaid' && institution !== issued.institution)
          .toSorted(
            (one, other) =>
              Number(distance(one.fen, issued.fen) - distance(other.fen, issued.fen)) || one.seq - other.seq,
          );
        const isNear = nearest && distance(nearest.fen, issued.fen) * 10n <= issued.fen;
        return isNear ? [[issued.loanId, [issued.seq, nearest.seq].toSorted((a, b) => a - b)]] : [];
      });
      const found = roundTrips('many', day, movements).map(({ page }) => [page.loanId, page.facts]);
      expect(found).toEqual(expected);
    }),
  );
});
