import type { Indicator } from '#contract';
import type { RowFold } from '#projections';
import { indicatorFact, indicatorPage } from './indicator-page.js';

/** One row for each institution, indicator, day and scope. The scope is free text, hence last; none is the empty text. */
export const indicatorPageTable: RowFold<Indicator> = {
  table: 'indicator_page',
  key: ['institution', 'indicator', 'as_at', 'scope'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = indicatorFact(sequenced);
    if (!fact) return [];
    const { indicator, asAt, scope = '' } = fact.data;
    return [[fact.institution, indicator, asAt, scope]];
  },
  fold: indicatorPage,
};
