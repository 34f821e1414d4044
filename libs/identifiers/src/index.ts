export { districts, industrySections, isDistrict, isIndustry } from './statistical-codes.js';
export { idGrammar, isCnaps, isIdentifier, isInstitutionCode, isLei, isPersonToken } from './identifier.js';
export { containsResidentNumber, findResidentNumber } from './resident-number.js';
export { hasRightUsccCheck, hasUsccForm, isUscc, usccCheckCharacter, usccPattern } from './uscc.js';
