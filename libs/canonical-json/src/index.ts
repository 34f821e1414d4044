export { canonicalJson, sha256Hex } from './canonical-json.js';
export {
  parseStrictJson,
  parseStrictJsonArray,
  type StrictJsonArray,
  type StrictJsonElement,
  utf8Text,
} from './strict-json.js';
