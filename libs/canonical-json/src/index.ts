export { canonicalJson, sha256Hex } from './canonical-json.js';
export {
  parseStrictJson,
  parseStrictJsonArray,
  type StrictJsonArray,
  type StrictJsonElement,
} from './strict-json.js';
