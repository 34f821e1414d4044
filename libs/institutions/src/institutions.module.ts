import { Module } from '@nestjs/common';
import {
  AmendInstitutionHandler,
  RegisterInstitutionHandler,
} from './register-institution/register-institution.handler.js';
import {
  ReinstateInstitutionHandler,
  SuspendInstitutionHandler,
} from './suspend-institution/suspend-institution.handler.js';

@Module({
  providers: [
    RegisterInstitutionHandler,
    AmendInstitutionHandler,
    SuspendInstitutionHandler,
    ReinstateInstitutionHandler,
  ],
})
export class InstitutionsModule {}
