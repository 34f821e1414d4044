import type { Refused } from '#decider';
import { ruleCatalogue } from '#rules';

/** The rule's title and the figures behind the decision, e.g. `… (renewedAmount 5.00, outstanding 4.00)`. */
export const refusalMessage = ({ rule, because }: Pick<Refused, 'rule' | 'because'>): string => {
  const figures = Object.entries(because).map(([name, value]) => `${name} ${value}`);
  return figures.length === 0 ? ruleCatalogue[rule].en : `${ruleCatalogue[rule].en} (${figures.join(', ')})`;
};
