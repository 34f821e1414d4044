import { rowsChecker } from '#projections';
import { expectedInstitutionsSql, expectedKeysSql, expectedUsccsSql } from './expected-register-sql.js';
import { registerBookProjection } from './register-book.projection.js';

/** Every row of the book, derived a second time. */
export const registerBookChecker = rowsChecker(registerBookProjection.name, [
  { table: 'institution_page', key: ['code'], rows: expectedInstitutionsSql },
  { table: 'key_page', key: ['key_id'], rows: expectedKeysSql },
  { table: 'uscc_page', key: ['code'], rows: expectedUsccsSql },
]);
