import { Module } from '@nestjs/common';
import {
  InstitutionHandler,
  InstitutionsHandler,
  KeyHandler,
  KeysHandler,
  UsccHandler,
  UsccsHandler,
} from './register.query.js';

export { registerBookChecker } from './register-book.checker.js';
export { registerBookProjection } from './register-book.projection.js';
export {
  InstitutionQuery,
  InstitutionsQuery,
  KeyQuery,
  KeysQuery,
  touchKey,
  UsccQuery,
  UsccsQuery,
} from './register.query.js';

@Module({
  providers: [InstitutionHandler, InstitutionsHandler, KeyHandler, KeysHandler, UsccHandler, UsccsHandler],
})
export class RegisterBookModule {}
