import { rowsOf, rowsProjection } from '#projections';
import { institutionPageTable } from './institutions/institution-page.table.js';
import { keyPageTable } from './keys/key-page.table.js';

/** Institutions and keys as they stand. */
export const registerBookProjection = rowsProjection('register-book', 1, [
  rowsOf(institutionPageTable),
  rowsOf(keyPageTable),
]);
