import type { Institution, Uscc } from '#contract';
import { column, readTable, type RowFold, rowsOf, rowsProjection } from '#projections';
import {
  institutionFact,
  institutionPage,
  keyFact,
  type KeyPage,
  keyPage,
  usccFact,
  usccPage,
} from './register-pages.js';

/** One row for each accepted USCC. */
export const usccPageTable: RowFold<Uscc> = {
  table: readTable('uscc_page', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = usccFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: usccPage,
};

/** One row for each key. */
export const keyPageTable: RowFold<KeyPage> = {
  table: readTable('key_page', { key_id: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = keyFact(sequenced);
    return fact ? [[fact.data.keyId]] : [];
  },
  fold: keyPage,
};

/** One row for each institution. */
export const institutionPageTable: RowFold<Institution> = {
  table: readTable('institution_page', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = institutionFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: institutionPage,
};

/** Institutions, keys and accepted USCCs as they stand. */
export const registerBookProjection = rowsProjection('register-book', 2, [
  rowsOf(institutionPageTable),
  rowsOf(keyPageTable),
  rowsOf(usccPageTable),
]);
