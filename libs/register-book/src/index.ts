export { RegisterBookModule } from './register-book.module.js';
export { registerBookProjection } from './register-book.projection.js';
export { InstitutionQuery } from './institutions/institution.query.js';
export { type InstitutionPage, institutionPage } from './institutions/institution-page.js';
export { InstitutionsQuery } from './institutions/institutions.query.js';
export { touchKey } from './keys/key-last-used.table.js';
export { type KeyPage, keyPage } from './keys/key-page.js';
export { KeyQuery, KeysQuery, type UsedKeyPage } from './keys/keys.query.js';
