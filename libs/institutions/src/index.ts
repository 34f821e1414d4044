import { Module } from '@nestjs/common';
import {
  AmendInstitutionHandler,
  RegisterInstitutionHandler,
  ReinstateInstitutionHandler,
  SuspendInstitutionHandler,
} from './institutions.handler.js';

export { type Institution, institutionFold, maySend } from './institution.js';
export {
  AmendInstitutionCommand,
  RegisterInstitutionCommand,
  ReinstateInstitutionCommand,
  SuspendInstitutionCommand,
} from './institutions.handler.js';
export { type InstitutionBody, institutionBody } from './register-institution.js';

@Module({
  providers: [
    RegisterInstitutionHandler,
    AmendInstitutionHandler,
    SuspendInstitutionHandler,
    ReinstateInstitutionHandler,
  ],
})
export class InstitutionsModule {}
