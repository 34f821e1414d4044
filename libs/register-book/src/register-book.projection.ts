import type { Institution, Uscc } from '#contract';
import { type RowFold, rowsOf, rowsProjection } from '#projections';
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
const usccPageTable: RowFold<Uscc> = {
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

/** One row for each key. */
const keyPageTable: RowFold<KeyPage> = {
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

/** One row for each institution. */
const institutionPageTable: RowFold<Institution> = {
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

/** Institutions, keys and accepted USCCs as they stand. */
export const registerBookProjection = rowsProjection('register-book', 2, [
  rowsOf(institutionPageTable),
  rowsOf(keyPageTable),
  rowsOf(usccPageTable),
]);
