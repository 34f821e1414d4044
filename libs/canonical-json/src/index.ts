export { canonicalJson } from './canonical-json.js';
export { sha256Hex } from './digest.js';
export { parseStrictJson } from './strict-json.js';
export { parseStrictJsonArray, type StrictJsonArray, type StrictJsonElement } from './strict-json-array.js';
