import type { TargetData } from '#facts';
import { type AsWritten, type Planted } from '#testing';
import { targetFact } from './planted-definitions.js';

const period = { from: '2024-01-01', to: '2024-12-31' };
const counted = ['renewals', 'chain-borrowers', 'first-time-borrowers'];

/** A target on each measure, with a threshold that is sometimes reached. */
export const targetOn = (measure: string, more: Partial<AsWritten<TargetData>> = {}): Planted => {
  const asAt = { asAt: '2024-12-31' };
  if (measure === 'technology-balance-growth')
    return targetFact({
      code: measure,
      measure,
      unit: 'RATIO',
      threshold: '0.2500',
      comparator: 'GTE',
      period: asAt,
      base: '2023-12-31',
      ...more,
    });
  return targetFact({
    code: measure,
    measure,
    period: measure === 'loan-balance' ? asAt : period,
    unit: counted.includes(measure) ? 'COUNT' : 'CNY',
    threshold: counted.includes(measure) ? '1' : '700.00',
    ...more,
  });
};
