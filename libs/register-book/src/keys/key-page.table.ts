import type { RowFold } from '#projections';
import { keyFact, type KeyPage, keyPage } from './key-page.js';

/** One row for each key. */
export const keyPageTable: RowFold<KeyPage> = {
  table: 'key_page',
  key: ['key_id'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = keyFact(sequenced);
    return fact ? [[fact.data.keyId]] : [];
  },
  fold: keyPage,
};
