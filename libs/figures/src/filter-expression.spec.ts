import { describe, expect, it } from '@jest/globals';
import type { FilterExpression } from '#facts';
import { compileFilter } from './filter-expression.js';

const document = {
  type: 'FirstTimeDenied',
  effectiveDate: '2024-05-06',
  data: { held: true, amount: '900.00', count: '9', rateBp: 380, reason: null, word: 'M', tags: ['GREEN'] },
  loan: { tags: ['TECHNOLOGY', 'CHAIN'], product: 'TRADE' },
  dimensions: { size: 'MICRO', bailoutProgramme: null },
};

describe('a filter', () => {
  it.each<[string, FilterExpression, boolean]>([
    ['equal text', { eq: ['/loan/product', 'TRADE'] }, true],
    ['other text', { eq: ['/loan/product', 'OTHER'] }, false],
    ['a boolean is not its text', { eq: ['/data/held', 'true'] }, false],
    ['a boolean', { eq: ['/data/held', true] }, true],
    ['a whole number by its text', { eq: ['/data/rateBp', '380'] }, true],
    ['a set contains', { eq: ['/loan/tags', 'CHAIN'] }, true],
    ['a set does not contain', { eq: ['/loan/tags', 'GREEN'] }, false],
    ['any of a set', { in: ['/loan/tags', ['GREEN', 'CHAIN']] }, true],
    ['none of a list', { in: ['/dimensions/size', ['SMALL', 'MEDIUM']] }, false],
    ['amounts by size, not by text', { gte: ['/data/amount', '1000.00'] }, false],
    ['amounts up to', { lte: ['/data/amount', '1000.00'] }, true],
    ['exactly the bound', { gte: ['/data/amount', '900.00'] }, true],
    ['counts by size, not by text', { gte: ['/data/count', '10'] }, false],
    ['counts up to', { lte: ['/data/count', '10'] }, true],
    ['exactly so many', { gte: ['/data/count', '9'] }, true],
    ['a count and a number with decimals by size', { gte: ['/data/count', '10.00'] }, false],
    ['an amount and a whole number by size', { gte: ['/data/amount', '1000'] }, false],
    ['a number that is no count has no order', { lte: ['/data/count', '09'] }, false],
    ['a word has no order', { gte: ['/data/word', 'A'] }, false],
    ['a day and a number have no order', { gte: ['/effectiveDate', '1'] }, false],
    ['days', { gte: ['/effectiveDate', '2024-05-07'] }, false],
    ['whole numbers by size', { lte: ['/data/rateBp', '1000'] }, true],
    ['null does not exist', { exists: '/data/reason' }, false],
    ['nothing there', { exists: '/data/constructor' }, false],
    ['there', { exists: '/data/held' }, true],
    ['all of', { and: [{ eq: ['/type', 'FirstTimeDenied'] }, { eq: ['/data/held', true] }] }, true],
    ['one of', { or: [{ eq: ['/type', 'Other'] }, { eq: ['/data/held', true] }] }, true],
    ['not what is absent', { not: { eq: ['/dimensions/bailoutProgramme', 'B24'] } }, true],
    ['the absent has no order', { lte: ['/dimensions/bailoutProgramme', 'Z'] }, false],
  ])('%s', (_title, expression, holds) => {
    expect(compileFilter(expression)(document)).toBe(holds);
  });

  it('that is absent lets everything pass', () => {
    expect(compileFilter(null)(document)).toBe(true);
  });
});
