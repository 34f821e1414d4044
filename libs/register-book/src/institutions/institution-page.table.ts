import type { Institution } from '#contract';
import type { RowFold } from '#projections';
import { institutionFact, institutionPage } from './institution-page.js';

/** One row for each institution. */
export const institutionPageTable: RowFold<Institution> = {
  table: 'institution_page',
  key: ['code'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = institutionFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: institutionPage,
};
