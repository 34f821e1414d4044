import { beforeEach, describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { bankA, borrower, loanOf, planted, type Planted } from '#testing';
import { seriesOf } from './measures/measure-figures.query.js';
import {
  applied,
  backFilled,
  definitionFacts,
  measureFact,
  progressIn,
  smallProjection,
  smallSizes,
  targetFact,
} from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';

const { pool, logged, checked } = recordedFigures();

const period = { from: '2024-01-01', to: '2024-12-31' };
const chain = { code: 'CHAIN', measure: 'chain-borrowers', unit: 'COUNT' as const, period };
const source = { fact: 'LoanIssued', sign: 1 as const, quantity: '/data/principal' };
const issuedTo = (loanId: string, id: string, principal: string): Planted =>
  loanOf(bankA, loanId).issued('2024-03-01', { borrower: borrower({ id }), tags: ['CHAIN'], principal });

/** A measure and a target that are amended, and facts before, between and after. */
const told: readonly Planted[] = [
  ...definitionFacts,
  measureFact({ code: 'mine', sources: [source] }),
  targetFact({ ...chain, threshold: '1' }),
  issuedTo('L1', '91310000132260250X', '100.00'),
  targetFact({ ...chain, threshold: '5' }),
  {
    ...measureFact({ code: 'mine', sources: [source], filter: { gte: ['/data/principal', '50.00'] } }),
    type: 'MeasureAmended',
  },
  issuedTo('L2', '9131000013221158XC', '10.00'),
];
const facts = planted(told);
const last = facts.length;

beforeEach(async () => {
  await logged(facts);
  for (const fact of facts) await applied(pool(), smallProjection, [fact]);
  await backFilled(pool());
});

const progress = async (version?: number, knownAt = last) => {
  const asked = { programme: 'P24', effectiveAsOf: businessDate('2024-12-31'), knownAt, filters: {} };
  return (await progressIn(pool(), { ...asked, ...(version && { version }) }))?.targets;
};
const closing = async (version?: number, knownAt = last) => {
  const asked = {
    code: 'mine',
    effectiveAsOf: businessDate('2024-12-31'),
    knownAt,
    filters: {},
    interval: 'month' as const,
  };
  const result = await seriesOf(pool(), { ...asked, ...(version && { version }) }, smallSizes);
  return result.found ? [result.found.version, result.found.points.at(-1)?.cumulative] : result;
};

describe('a version that another took the place of', () => {
  it('of a measure goes on counting', async () => {
    expect(await closing(1)).toEqual([1, '110.00']);
    expect(await closing(2)).toEqual([2, '100.00']);
    expect(await closing()).toEqual([2, '100.00']);
    expect(await checked()).toEqual([]);
  });

  it('of a target goes on counting, and says since which fact it is achieved', async () => {
    expect(await progress(1)).toMatchObject([
      { version: 1, threshold: '1', actual: '2', achieved: true, achievedSeq: last },
    ]);
    expect(await progress(2)).toMatchObject([{ version: 2, threshold: '5', actual: '2', achieved: false }]);
    expect(await progress()).toEqual(await progress(2));
  });
});

describe('a version that was recorded later', () => {
  it('has figures as known before it', async () => {
    const before = last - 3;
    expect(await closing(2, before)).toEqual([2, '100.00']);
    expect(await progress(2, before)).toMatchObject([{ version: 2, actual: '1' }]);
    expect(await progress(undefined, before)).toMatchObject([{ version: 1, actual: '1' }]);
  });
});

describe('a version that there never was', () => {
  it('has no figure', async () => {
    expect(await closing(3)).toEqual({ found: null, why: { reason: 'no-such-version', version: 3 } });
    expect(await progress(3)).toBeUndefined();
  });
});
