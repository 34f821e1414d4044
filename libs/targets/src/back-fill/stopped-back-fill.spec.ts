import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { keepBackFilling, stoppedBackFills } from '#projections';
import { bankA, loanOf, planted } from '#testing';
import { pause } from '#wake-up';
import {
  applied,
  definitionFacts,
  measureFact,
  progressIn,
  smallProjection,
  smallSizes,
  targetFact,
} from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { targetsVersion } from '../targets.projection.js';
import { targetsBackFillWith } from './targets-back-fill.table.js';

/* A fact that cannot be counted for a definition that came later: one of its amounts is no amount. */

const { pool, logged } = recordedFigures();

const year = { from: '2024-01-01', to: '2024-12-31' };
const repayments = Array.from({ length: 40 }, (_none, index) =>
  index === 29
    ? loanOf(bankA, 'L1').extended('2024-03-01', { newMaturity: 'never' })
    : loanOf(bankA, 'L1').renewed('2024-03-01', { renewedAmount: '1.00' }),
);
const last = definitionFacts.length + 1 + repayments.length + 2;
const facts = planted([
  ...definitionFacts,
  loanOf(bankA, 'L1').issued('2024-02-01'),
  ...repayments,
  measureFact({
    code: 'mine',
    sources: [
      { fact: 'LoanRenewed', sign: 1, quantity: '/data/renewedAmount' },
      { fact: 'LoanExtended', sign: 1, quantity: '/data/newMaturity' },
    ],
  }),
  targetFact({ code: 'MINE', measure: 'mine', period: year, comparator: 'INFO' }),
]);
const broken = definitionFacts.length + 1 + 30;

describe('a back-fill that cannot count a fact', () => {
  let stop: AbortController;
  let running: Promise<void>;
  let setbacks: string[];

  const shown = async () =>
    (await progressIn(pool(), { programme: 'P24', effectiveAsOf: businessDate('2024-12-31'), filters: {} }))
      ?.targets[0];
  const until = async (reached: () => Promise<boolean>): Promise<void> => {
    for (let tries = 0; !(await reached()); tries += 1) {
      if (tries > 300) throw new Error('It did not come to that.');
      await pause(50);
    }
  };

  beforeEach(async () => {
    [stop, setbacks] = [new AbortController(), []];
    await pool().query('delete from back_fill_stopped');
    await logged(facts);
    await applied(pool(), smallProjection, facts);
    running = keepBackFilling({
      backFill: targetsBackFillWith(targetsVersion, smallSizes, { least: 3, first: 8, most: 8 }),
      pool: pool(),
      signal: stop.signal,
      onSetback: (error) => setbacks.push(String(error)),
    });
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await pool().query('delete from parked_fact');
  });

  it('says after which fact it stops, and goes on when that can be counted', async () => {
    await until(async () => (await stoppedBackFills(pool())).length > 0);
    expect(await stoppedBackFills(pool())).toEqual([{ projection: 'targets', seq: broken - 1 }]);
    const { rows } = await pool().query('select reason, message from back_fill_stopped');
    expect(rows).toEqual([{ reason: 'TypeError', message: expect.any(String) }]);
    expect(await shown()).toMatchObject({
      actual: null,
      backFill: { seq: broken - 1, of: last, isStopped: true },
    });
    expect(setbacks[0]).toContain(`after fact ${broken - 1}`);

    // Whatever lets it be passed over.
    await pool().query(
      `insert into parked_fact (projection, seq, subject, type) values ('targets', $1, 'loan', 'LoanExtended')`,
      [broken],
    );
    await until(async () => (await shown())?.backFill === null);
    expect(await shown()).toMatchObject({ actual: '39.00' });
    await until(async () => (await stoppedBackFills(pool())).length === 0);
  });
});
