import { rowsOf, rowsProjection } from '#projections';
import { institutionPageTable } from './institutions/institution-page.table.js';
import { keyPageTable } from './keys/key-page.table.js';
import { usccPageTable } from './usccs/uscc-page.table.js';

/** Institutions, keys and accepted USCCs as they stand. */
export const registerBookProjection = rowsProjection('register-book', 2, [
  rowsOf(institutionPageTable),
  rowsOf(keyPageTable),
  rowsOf(usccPageTable),
]);
