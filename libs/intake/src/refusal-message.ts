import type { Refused } from '#decider';
import { ruleCatalogue } from '#rules';
import type { Violated } from './outcome.js';

/** The rule's title and the figures behind the decision, e.g. `… (renewedAmount 5.00, outstanding 4.00)`. */
const detailOf = ({ rule, because }: Pick<Refused, 'rule' | 'because'>): string => {
  const figures = Object.entries(because).map(([name, value]) => `${name} ${value}`);
  return figures.length === 0 ? ruleCatalogue[rule].en : `${ruleCatalogue[rule].en} (${figures.join(', ')})`;
};

/** A broken rule as it is told: its message repeats no value, the figures stand in the detail alone. */
export const violation = (
  refused: Pick<Refused, 'rule' | 'pointer'> & Partial<Pick<Refused, 'because'>>,
): Violated & { readonly detail: string } => ({
  rule: refused.rule,
  pointer: refused.pointer,
  message: ruleCatalogue[refused.rule].en,
  detail: detailOf({ because: {}, ...refused }),
});
