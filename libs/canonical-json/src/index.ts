export { canonicalJson } from './canonical-json.js';
export { sha256Hex } from './digest.js';
export { parseStrictJson, type StrictJson, type StrictJsonLimits } from './strict-json.js';
