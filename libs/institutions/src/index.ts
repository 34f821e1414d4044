export { InstitutionsModule } from './institutions.module.js';
export { type Institution, institutionFold } from './institution.js';
export {
  AmendInstitutionCommand,
  RegisterInstitutionCommand,
} from './register-institution/register-institution.handler.js';
export { type InstitutionBody, institutionBody } from './register-institution/institution-body.js';
export {
  ReinstateInstitutionCommand,
  SuspendInstitutionCommand,
} from './suspend-institution/suspend-institution.handler.js';
export { maySend } from './sending.js';
