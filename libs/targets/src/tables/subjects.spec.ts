import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { bankA, bankB, loanOf, planted } from '#testing';
import { applied, definitionFacts, smallProjection } from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { batches } from '../testing/stories.js';

const { pool, logged, checked, forgotten } = recordedFigures();

const loan = loanOf(bankA, 'L1');
const other = loanOf(bankB, 'L2');
const facts = planted([
  ...definitionFacts,
  loan.issued('2024-01-02', { principal: '100.00' }),
  loan.renewed('2024-02-01', { renewedAmount: '60.00', topUpAmount: '5.00' }),
  other.issued('2024-02-02', { principal: '70.00' }),
  loan.repaid('2024-03-01', { amount: '10.00' }),
  other.repaid('2024-03-02', { amount: '70.00' }),
  loan.cancelled('2024-06-02'),
]);

/** Where the row of the loan's subject lies, and by which transaction. */
const rowOfSubject = async (): Promise<unknown> =>
  (await pool().query(`select ctid, xmin from figure_subject where subject = 'loan-${bankA}-L1'`)).rows;

const quantities = async (): Promise<readonly unknown[]> =>
  (
    await pool().query(
      `select to_jsonb(measure_delta) as row from measure_delta order by computation, seq, ordinal`,
    )
  ).rows;

describe('the row of a subject', () => {
  it('stays as it is when facts of a loan are counted, and a cancellation takes all of them back', async () => {
    await logged(facts);
    const [issued, later] = [facts.slice(0, -5), facts.slice(-5, -1)];
    await applied(pool(), smallProjection, issued);
    const begun = await rowOfSubject();
    expect(begun).toHaveLength(1);
    await applied(pool(), smallProjection, ...batches(later, 1));
    expect(await rowOfSubject()).toEqual(begun);
    await applied(pool(), smallProjection, facts.slice(-1));
    const { rows } = await pool().query(
      `select computation from measure_delta where institution = $1 group by computation having sum(quantity) <> 0`,
      [bankA],
    );
    expect(rows).toEqual([]);
    const { rows: takenBack } = await pool().query('select from measure_delta where seq = $1', [
      facts.length,
    ]);
    expect(takenBack.length).toBeGreaterThan(2);
    expect(await checked()).toEqual([]);
  });

  it('of version 7 is followed as it was, with the same quantities', async () => {
    const { previous } = smallProjection;
    if (previous?.version !== 7) throw new Error('There is no version 7.');
    const counted = async (projection: typeof smallProjection, told: readonly SequencedFact[]) => {
      await forgotten();
      await logged(told);
      await applied(pool(), projection, ...batches(told, 2));
      return quantities();
    };
    expect(await counted(previous, facts)).toEqual(await counted(smallProjection, facts));
    await counted(previous, facts.slice(0, -1));
    const { rows } = await pool().query<{ standing: readonly unknown[] }>(
      `select state->'standing' as standing from figure_subject where subject = 'loan-${bankA}-L1'`,
    );
    expect(rows[0]?.standing.length).toBeGreaterThan(0);
    expect(await checked()).toEqual([]);
  });
});
