import type { Uscc } from '#contract';
import type { RowFold } from '#projections';
import { usccFact, usccPage } from './uscc-page.js';

/** One row for each accepted USCC. */
export const usccPageTable: RowFold<Uscc> = {
  table: 'uscc_page',
  key: ['code'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = usccFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: usccPage,
};
