export { isDistrict } from './districts.js';
export { idGrammar, isIdentifier } from './identifier.js';
export { isIndustry } from './industries.js';
export { isCnaps, isInstitutionCode, isLei } from './institution-codes.js';
export { isPersonToken } from './person-token.js';
export { containsResidentNumber, findResidentNumber } from './resident-number.js';
export { hasRightUsccCheck, hasUsccForm, isUscc, usccCheckCharacter, usccPattern } from './uscc.js';
