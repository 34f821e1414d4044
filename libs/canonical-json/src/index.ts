export { canonicalJson, sha256Hex } from './canonical-json.js';
export {
  isGb18030,
  parseStrictJson,
  parseStrictJsonArray,
  type StrictJsonArray,
  type StrictJsonElement,
  utf8Text,
  whyNotUtf8,
} from './strict-json.js';
