export { districts, industriesUnder, industrySections, isDistrict, isIndustry } from './statistical-codes.js';
export {
  asInstitutionCode,
  asLoanId,
  idGrammar,
  type InstitutionCode,
  isCnaps,
  isIdentifier,
  isInstitutionCode,
  isLei,
  isPersonToken,
  type LoanId,
  namesInstitution,
  namesLoan,
} from './identifier.js';
export { containsResidentNumber, findResidentNumber } from './resident-number.js';
export { hasRightUsccCheck, hasUsccForm, isUscc, usccCheckCharacter, usccPattern } from './uscc.js';
