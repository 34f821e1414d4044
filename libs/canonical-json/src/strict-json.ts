import { type Extent, JsonScan, type StrictJsonLimits } from './json-scan.js';
import { notWellFormed } from './json-tokens.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8 and keeps a byte-order mark; undefined for invalid bytes. */
export const utf8Text = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** `reason`: a clause to follow a colon, which repeats no part of the text. */
type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Parses a text that the scan has accepted. */
const parsed = (text: string): StrictJson => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's message quotes the text, so it is dropped.
    return { ok: false, reason: notWellFormed };
  }
};

/**
 * `JSON.parse` for untrusted input. In addition to malformed JSON it refuses a byte-order mark, nesting beyond the limit, numbers beyond
 * ±(2^53 − 1), and strings or member names with U+0000 or a lone surrogate, escaped or not, even in a member that a later one of the
 * same name replaces. Of members with the same name the last counts. A member `__proto__` becomes an own property, which schemas refuse.
 */
export const parseStrictJson = (text: string, limits: StrictJsonLimits): StrictJson => {
  const scan = new JsonScan(text, limits);
  scan.advance(text.length);
  return scan.fault === undefined ? parsed(text) : { ok: false, reason: scan.fault };
};

interface StrictJsonArrayLimits extends StrictJsonLimits {
  readonly maxElements: number;
  /** Longest element in bytes of its text. */
  readonly maxElementBytes: number;
  /** The member that names an element which is too large to be parsed. */
  readonly naming: string;
}

/**
 * An element of an array, parsed on demand, so that only its text is kept until then. Of an element that is too large only the name is
 * given: the text of that member, undefined where it has none.
 */
export type StrictJsonElement =
  | { readonly is: 'json'; readonly value: () => unknown }
  | { readonly is: 'too-large'; readonly name: string | undefined }
  /** As in `StrictJson`; never for an element of an array, since then the whole array is no JSON. */
  | { readonly is: 'not-json'; readonly reason: string };

export type StrictJsonArray =
  | { readonly outcome: 'array'; readonly elements: readonly StrictJsonElement[] }
  | { readonly outcome: 'no-array' }
  | { readonly outcome: 'too-many' }
  | { readonly outcome: 'not-json'; readonly reason: string };

/** Characters that are scanned between two yields. */
const stride = 64 * 1024;

/** The name of an element; undefined where the member is no string, or too long. */
const nameOf = (text: string, { member }: Extent): string | undefined => {
  if (!member || member.end - member.start > 8 * 1024) return undefined;
  const name: unknown = JSON.parse(text.slice(member.start, member.end));
  return typeof name === 'string' ? name : undefined;
};

const elementOf = (text: string, extent: Extent, limits: StrictJsonArrayLimits): StrictJsonElement => {
  const element = text.slice(extent.start, extent.end);
  return Buffer.byteLength(element) > limits.maxElementBytes
    ? { is: 'too-large', name: nameOf(text, extent) }
    : { is: 'json', value: (): unknown => JSON.parse(element) };
};

/**
 * As `parseStrictJson`, for an array of independent elements: each is measured in bytes, and parsed on demand. A generator that yields
 * between steps, so that the caller can do other work meanwhile. Scanning stops at the first element that is one too many.
 */
export function* parseStrictJsonArray(
  text: string,
  limits: StrictJsonArrayLimits,
): Generator<undefined, StrictJsonArray, undefined> {
  const scan = new JsonScan(text, limits, limits.naming);
  while (scan.advance(stride)) {
    if (scan.isArray && scan.elements.length > limits.maxElements) return { outcome: 'too-many' };
    yield;
  }
  if (scan.fault !== undefined) return { outcome: 'not-json', reason: scan.fault };
  if (!scan.isArray) return { outcome: 'no-array' };
  if (scan.elements.length > limits.maxElements) return { outcome: 'too-many' };
  return { outcome: 'array', elements: scan.elements.map((extent) => elementOf(text, extent, limits)) };
}

/*
 * Text of China that is not UTF-8 is GB18030 (GBK, GB2312), unless it is clearly something else. Nearly any bytes can be read as GB18030:
 * what is meant shows in the characters, since read so, bytes of other encodings become hanzi that hardly anybody writes.
 */

/** The hanzi that are written most, and those of loans, firms, places and reasons. */
const usual = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运' +
    '客户撤销贷款错误失败未汇借亡复录同约废李易限华技深圳浦食示例商银息担抵押质率元账逾核续办理终止登申请审批补退纠注冲操填构支号额余偿付收算停除协议愿况明符材料齐整伪造虚假欺诈判破倒闭吊执照首笔转他缓免减亏损企微型大零售农林牧渔餐饮酒店物流贸塑机械纺织服装医药械网络软智源环境汽车建筑装饰工程有股份厂室楼街镇县省京津渝州广杭苏宁波武汉成都津沪闵徐汇静普陀虹杨嘉崇宝奉贤松江青普金桥港湾赵钱孙周吴郑冯陈褚卫蒋沈韩朱秦尤何吕施孔曹严魏陶姜谢邹章云潘葛范彭鲁韦昌苗方俞任袁柳唐罗薛雷贺倪汤滕殷毕郝邬安常乐傅齐康伍余顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧计伏成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾娄危刘景龙叶幸司黎白怀蒲从',
);

const punctuation = /[\u3000-\u303f\uff00-\uffef\u2010-\u2026\u00b7]/;

/** Of the characters outside of ASCII so many are usual at least; in other encodings one in six is, by chance. */
const leastUsual = 0.4;

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    // A character may be cut at the end.
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
};

/** Of bytes that are not UTF-8. */
export const isGb18030 = (bytes: Uint8Array): boolean => {
  const characters = [...(decoded(bytes) ?? '')].filter((character) => character > '\u007f');
  const known = characters.filter((character) => usual.has(character) || punctuation.test(character));
  return characters.length > 0 && known.length >= characters.length * leastUsual;
};

/** Why bytes that are not UTF-8 are no JSON, as a clause. */
export const whyNotUtf8 = (bytes: Uint8Array): string =>
  isGb18030(bytes) ? 'it is GB18030 (GBK), not UTF-8' : 'it is not UTF-8';
