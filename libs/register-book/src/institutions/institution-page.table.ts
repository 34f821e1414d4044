import type { RowFold } from '#projections';
import { institutionFact, type InstitutionPage, institutionPage } from './institution-page.js';

/** One row for each institution. */
export const institutionPageTable: RowFold<InstitutionPage> = {
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
