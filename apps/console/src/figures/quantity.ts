import type { Language } from '../shell/texts.js';

// Quantities come as decimal texts and stay exact: whole numbers of ten-thousandths, never a floating-point number. What is shown
// short is rounded down, as is what people see of a share, so that nothing looks achieved before it is.

export type Unit = 'CNY' | 'COUNT' | 'RATIO';

const perOne = 10_000n;

/** In ten-thousandths. */
export const scaledOf = (text: string): bigint => {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  const size = BigInt(whole) * perOne + BigInt(fraction.padEnd(4, '0'));
  return sign === '-' ? -size : size;
};

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');

const magnitude = (scaled: bigint): bigint => (scaled < 0n ? -scaled : scaled);

/** Rounded towards zero. */
const decimal = (size: bigint, one: bigint, places: number): string => {
  const units = (size * 10n ** BigInt(places)) / one;
  const digits = units.toString().padStart(places + 1, '0');
  const whole = grouped(digits.slice(0, digits.length - places));
  return places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
};

interface Step {
  readonly from: bigint;
  readonly word: string;
}

const steps: Readonly<Record<Language, readonly Step[]>> = {
  en: [
    { from: 1_000_000_000n, word: ' bn' },
    { from: 1_000_000n, word: ' m' },
  ],
  zh: [
    { from: 1_000_000_000_000n, word: '万亿' },
    { from: 100_000_000n, word: '亿' },
    { from: 10_000n, word: '万' },
  ],
};

/** Of counts people want every one, until there are very many. */
const shortFrom = { CNY: 1n, COUNT: 1_000_000n, RATIO: 1n } as const;

const signed = (scaled: bigint, unit: Unit, text: string): string =>
  `${scaled < 0n ? '−' : ''}${unit === 'CNY' ? '¥' : ''}${text}`;

/** Four digits, more or less. */
const placesFor = (size: bigint, one: bigint): number => {
  const whole = size / one;
  if (whole >= 1_000n) return 0;
  return whole >= 100n ? 1 : 2;
};

/** All of it, to the fen. */
export const exactQuantity = (text: string, unit: Unit): string => {
  const scaled = scaledOf(text);
  const size = magnitude(scaled);
  if (unit === 'RATIO') return `${scaled < 0n ? '−' : ''}${decimal(size, perOne / 100n, 2)} %`;
  return signed(scaled, unit, decimal(size, perOne, unit === 'CNY' ? 2 : 0));
};

/** In 亿 and 万, or bn and m, rounded down. */
export const shortQuantity = (text: string, unit: Unit, language: Language): string => {
  if (unit === 'RATIO') return exactQuantity(text, unit);
  const scaled = scaledOf(text);
  const size = magnitude(scaled);
  const step =
    size >= shortFrom[unit] * perOne ? steps[language].find(({ from }) => size >= from * perOne) : undefined;
  if (!step) return exactQuantity(text, unit);
  const one = step.from * perOne;
  return signed(scaled, unit, `${decimal(size, one, placesFor(size, one))}${step.word}`);
};

/** Of a day, all of it: counts have parts of one. */
export const exactRate = (text: string, unit: Unit): string =>
  unit === 'COUNT'
    ? signed(scaledOf(text), unit, decimal(magnitude(scaledOf(text)), perOne, 2))
    : exactQuantity(text, unit);

/** Of a day, which may come to less than one. */
export const shortRate = (text: string, unit: Unit, language: Language): string => {
  const size = magnitude(scaledOf(text));
  return unit === 'COUNT' && size < 1_000n * perOne
    ? exactRate(text, unit)
    : shortQuantity(text, unit, language);
};

/** In tenths of a per cent, rounded down; null where there is nothing to be a part of. */
export const permilleOf = (part: string, whole: string): number | null => {
  const of = scaledOf(whole);
  if (of <= 0n) return null;
  const share = (scaledOf(part) * 1_000n) / of;
  return Number(share);
};

export const percentText = (permille: number): string =>
  `${permille < 0 ? '−' : ''}${Math.trunc(Math.abs(permille) / 10)}.${Math.abs(permille) % 10} %`;

/** For drawing alone. */
export const drawn = (text: string): number => Number(text);

/** As the texts of answers have it. */
export const quantityText = (scaled: bigint, unit: Unit): string => {
  const size = magnitude(scaled);
  const places = unit === 'CNY' ? 2 : unit === 'RATIO' ? 4 : 0;
  const units = (size * 10n ** BigInt(places)) / perOne;
  const digits = units.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${scaled < 0n && units > 0n ? '-' : ''}${text}`;
};

/** Of what is drawn, which is exact to the fen. */
export const drawnText = (value: number, unit: Unit): string => {
  const parts = unit === 'RATIO' ? 10_000 : 100;
  return quantityText((BigInt(Math.round(value * parts)) * perOne) / BigInt(parts), unit);
};
