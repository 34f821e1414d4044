import { Module } from '@nestjs/common';
import { InstitutionHandler, InstitutionsHandler } from './institutions/institutions.query.js';
import { KeyHandler, KeysHandler } from './keys/keys.query.js';
import { UsccHandler, UsccsHandler } from './usccs/usccs.query.js';

@Module({
  providers: [InstitutionHandler, InstitutionsHandler, KeyHandler, KeysHandler, UsccHandler, UsccsHandler],
})
export class RegisterBookModule {}
