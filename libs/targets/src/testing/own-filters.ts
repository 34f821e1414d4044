import fc from 'fast-check';
import type { FilterExpression } from '#facts';
import { bankA } from '#testing';

/** Over every kind of path: what is kept with each quantity, the loan, and members of facts that only some measures are made of. */
const compared = fc.constantFrom<FilterExpression>(
  { eq: ['/loan/tags', 'CHAIN'] },
  { in: ['/loan/product', ['WORKING_CAPITAL', 'TRADE']] },
  { eq: ['/type', 'LoanRenewed'] },
  { gte: ['/data/principal', '700.00'] },
  { lte: ['/data/renewedAmount', '12.50'] },
  { gte: ['/data/amount', '12.50'] },
  { eq: ['/data/kind', 'BRIDGE'] },
  { eq: ['/data/held', true] },
  { exists: '/data/scope' },
  { gte: ['/data/value', '700.00'] },
  { eq: ['/dimensions/size', 'MICRO'] },
  { gte: ['/effectiveDate', '2024-06-30'] },
  { eq: ['/institution', bankA] },
);

/** Filters of targets. */
export const ownFilters: fc.Arbitrary<FilterExpression> = fc.oneof(
  compared,
  compared.map((part): FilterExpression => ({ not: part })),
  fc.tuple(compared, compared).map((and): FilterExpression => ({ and })),
  fc.tuple(compared, compared).map(([one, other]): FilterExpression => ({ or: [one, { not: other }] })),
);
