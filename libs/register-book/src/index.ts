import { Module } from '@nestjs/common';
import { InstitutionHandler, InstitutionsHandler } from './institutions.query.js';
import { KeyHandler, KeysHandler } from './keys.query.js';
import { UsccHandler, UsccsHandler } from './usccs.query.js';

export { registerBookChecker } from './register-book.checker.js';
export { registerBookProjection } from './register-book.projection.js';
export { InstitutionQuery, InstitutionsQuery } from './institutions.query.js';
export { KeysQuery, touchKey } from './keys.query.js';
export { UsccQuery, UsccsQuery } from './usccs.query.js';

@Module({
  providers: [InstitutionHandler, InstitutionsHandler, KeyHandler, KeysHandler, UsccHandler, UsccsHandler],
})
export class RegisterBookModule {}
