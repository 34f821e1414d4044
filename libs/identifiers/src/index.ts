export { districts, industriesUnder, industrySections, isDistrict, isIndustry } from './statistical-codes.js';
export {
  asInstitutionCode,
  asLoanId,
  asMeasureCode,
  asProgrammeCode,
  asTargetCode,
  idGrammar,
  type InstitutionCode,
  isCnaps,
  isIdentifier,
  isInstitutionCode,
  isLei,
  isPersonToken,
  type LoanId,
  type MeasureCode,
  namesInstitution,
  namesLoan,
  namesMeasure,
  namesProgramme,
  namesTarget,
  type ProgrammeCode,
  type TargetCode,
} from './identifier.js';
export { containsResidentNumber, findResidentNumber } from './resident-number.js';
export { hasRightUsccCheck, hasUsccForm, isUscc, usccCheckCharacter, usccPattern } from './uscc.js';
