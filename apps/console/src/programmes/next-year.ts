import type { Programme, Target } from '#contract';

/** One definition to be sent: a programme, or a target of it. */
export interface CopyStep {
  readonly address: string;
  readonly code: string;
  readonly from: Programme | Target;
  readonly name: Target['name'];
  readonly period: Target['period'];
  readonly body: object;
}

export interface CopyAsked {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly years: number;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The same day so many years later; of the 29 of February the 28 where there is none. */
export const yearsLater = (day: string, years: number): string => {
  const year = Number(day.slice(0, 4)) + years;
  const rest = day.slice(4);
  return `${String(year).padStart(4, '0')}${rest === '-02-29' && !isLeap(year) ? '-02-28' : rest}`;
};

/** A text with its years moved on: 2024 becomes 2025, and in a code 24 becomes 25. */
const movedOn = (text: string, from: string, years: number): string => {
  const year = Number(from.slice(0, 4));
  const short = (each: number): string => String(each % 100).padStart(2, '0');
  return text.includes(String(year))
    ? text.replaceAll(String(year), String(year + years))
    : text.replaceAll(new RegExp(`(?<!\\d)${short(year)}(?!\\d)`, 'g'), short(year + years));
};

/** What the copy would be called, to begin with; a code that holds no year is distinguished by a suffix. */
export const copySuggested = ({ code, name, from }: Programme, years: number): CopyAsked => {
  const moved = movedOn(code, from, years);
  const toYear = Number(from.slice(0, 4)) + years;
  return {
    code: moved === code ? `${code}-${toYear}` : moved,
    zh: movedOn(name.zh, from, years),
    en: movedOn(name.en, from, years),
    years,
  };
};

const targetCode = (target: Target, programme: Programme, { code, years }: CopyAsked): string => {
  if (target.code.startsWith(programme.code)) return `${code}${target.code.slice(programme.code.length)}`;
  return movedOn(target.code, programme.from, years);
};

const shiftedPeriod = (period: Target['period'], years: number): Target['period'] =>
  'asAt' in period
    ? { asAt: yearsLater(period.asAt, years) }
    : { from: yearsLater(period.from, years), to: yearsLater(period.to, years) };

/** All that is to be sent, in order: the programme, and each target with its days moved on and everything else as it is. */
export const copyOf = (programme: Programme, asked: CopyAsked): readonly CopyStep[] => {
  const { years, code } = asked;
  const path = `/v1/programmes/${encodeURIComponent(code)}`;
  const name = { zh: asked.zh.trim(), en: asked.en.trim() };
  const days = { from: yearsLater(programme.from, years), to: yearsLater(programme.to, years) };
  return [
    { address: path, code, from: programme, name, period: days, body: { name, ...days } },
    ...programme.targets.map((target) => stepOf(target, programme, asked, path)),
  ];
};

const stepOf = (target: Target, programme: Programme, asked: CopyAsked, path: string): CopyStep => {
  const { years } = asked;
  const code = targetCode(target, programme, asked);
  const later = (text: string): string => movedOn(text, programme.from, years);
  const name = { zh: later(target.name.zh), en: later(target.name.en) };
  const period = shiftedPeriod(target.period, years);
  const { measure, unit, comparator, threshold, base, filter, tolerance, path: weights, beside } = target;
  return {
    address: `${path}/targets/${encodeURIComponent(code)}`,
    code,
    from: target,
    name,
    period,
    body: {
      name,
      measure,
      unit,
      comparator,
      threshold,
      period,
      base: base === null ? null : yearsLater(base, years),
      filter,
      tolerance,
      path: weights,
      beside,
    },
  };
};
