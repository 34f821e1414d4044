import { Members, RawJson } from './json-text.js';
import type { Random } from './random.js';

/* What may stand where something else is asked for. */

/** Texts that somewhere were once too long, too deep, not text, or read as something else. */
const badTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u001f',
  '\u007f',
  '\u2028',
  'e\u0301',
  '\ufeff',
  '\u{1f4b6}',
  '11010519491231002X',
  '.',
  '..',
  '../../etc',
  '__proto__',
  'constructor',
  'null',
  'true',
  '-1',
  '0',
  '1e9',
  '2147483648',
  '99999999999999999999',
  '-0.00',
  '1000000000000000.00',
  '999999999999999.99',
  '0001-01-01',
  '1899-12-31',
  '2024-02-30',
  '2024-13-45',
  '9999-12-31',
  '10000-01-01',
  '0001-01-01T00:00:00+08:00',
  '9999-12-31T23:59:60-23:59',
  '2024-01-01T24:00:00Z',
  'a'.repeat(65),
  '续'.repeat(201),
  'x'.repeat(5_000),
  "' or 1=1 --",
  '%00',
  '{{7*7}}',
];

export const badText = (random: Random): string => random.pick(badTexts);

const deep = (levels: number): RawJson => new RawJson(`${'['.repeat(levels)}1${']'.repeat(levels)}`);

const badValues: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1.5,
  () => 2_147_483_648,
  () => Number.MAX_SAFE_INTEGER,
  () => new RawJson('1e400'),
  () => new RawJson('-0'),
  () => new RawJson('123456789012345678901234567890'),
  () => new RawJson('"\\ud800"'),
  () => new RawJson('"a\\udfff\\u0000"'),
  () => new RawJson('NaN'),
  () => new RawJson('01'),
  () => [],
  () => ({}),
  () => [null, [null]],
  () => ({ a: { b: {} } }),
  () => deep(31),
  () => deep(33),
  () => deep(3_000),
  () => Array.from({ length: 2_000 }, (_, at) => at),
  () => new Members([['__proto__', { a: 1 }]]),
  badText,
  badText,
  badText,
];

/** The value with one place of it spoiled: replaced, left out, doubled, or with something beside it. */
export const spoiled = (value: unknown, random: Random): unknown => {
  const isLeaf = typeof value !== 'object' || value === null || value instanceof RawJson;
  if (isLeaf || random.in100(8)) return random.pick(badValues)(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.in100(15))
      return [...(value as unknown[]), ...(value as unknown[]), random.pick(badValues)(random)];
    const at = random.below(value.length);
    return value.map((each: unknown, index) => (index === at ? spoiled(each, random) : each));
  }
  const list = value instanceof Members ? value.list : Object.entries(value);
  if (list.length === 0 || random.in100(10))
    return new Members([...list, [badText(random), random.pick(badValues)(random)]]);
  const at = random.below(list.length);
  if (random.in100(12)) return new Members(list.filter((_, index) => index !== at));
  if (random.in100(5)) return new Members([...list, ...list.slice(at, at + 1)]);
  return new Members(list.map(([name, each], index) => [name, index === at ? spoiled(each, random) : each]));
};

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([...part]))));

/** The bytes of a body, sometimes no JSON any more. */
export const spoiledBytes = (text: string, random: Random): Buffer =>
  random.pick([
    () => bytes(text.slice(0, random.below(text.length + 1))),
    () => bytes([0xef, 0xbb, 0xbf], text),
    () => bytes(text.slice(0, 5), [0xff, 0xc0, 0x80], text.slice(5)),
    () => bytes(text, [0]),
    () => bytes('hello'),
    () => bytes(''),
    () => bytes(text, text),
    () => bytes('['.repeat(60_000)),
    () => bytes('{"a":'.repeat(20_000)),
    () => bytes(`{"data":"${'x'.repeat(70_000)}"}`),
  ])();
