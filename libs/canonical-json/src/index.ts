export { canonicalJson, sha256Hex } from './canonical-json.js';
export { isGb18030, whyNotUtf8 } from './gb18030.js';
export {
  parseStrictJson,
  parseStrictJsonArray,
  type StrictJsonArray,
  type StrictJsonElement,
  utf8Text,
} from './strict-json.js';
