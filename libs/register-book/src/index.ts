export { registerBookChecker } from './register-book.checker.js';
export { RegisterBookModule } from './register-book.module.js';
export { registerBookProjection } from './register-book.projection.js';
export { InstitutionQuery, InstitutionsQuery } from './institutions/institutions.query.js';
export { touchKey } from './keys/key-last-used.table.js';
export { UsccQuery, UsccsQuery } from './usccs/usccs.query.js';
export { KeysQuery } from './keys/keys.query.js';
