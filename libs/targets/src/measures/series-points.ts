import { type BusinessDate, type Interval, intervalsBetween, intervalStart, type Span } from '#calendar';
import type { SeriesPoint } from '#contract';
import type { Unit } from '#facts';
import { type DaySum, quantityText } from '#figures';

interface SeriesAsked {
  readonly interval: Interval;
  /** Null: from the first interval on in which there is anything. */
  readonly from: BusinessDate | null;
  readonly to: BusinessDate;
  readonly unit: Unit;
  /** A balance does not begin with the first point: what came before is in its closing balances. */
  readonly carries: boolean;
  /** Of what is only known once somebody reported it, nothing is known before. */
  readonly begins: boolean;
  readonly most: number;
}

/** Null: more than `most`. */
const spansOf = (
  days: readonly DaySum[],
  { interval, from, to, most }: SeriesAsked,
): readonly Span[] | null => {
  const [first] = days;
  const start = from ?? (first && intervalStart(interval, first.day));
  if (start === undefined) return [];
  const spans: Span[] = [];
  for (const span of intervalsBetween(interval, start, to)) {
    if (spans.length === most) return null;
    spans.push(span);
  }
  return spans;
};

/**
 * Interval after interval, those in which nothing came among them, so that the last one always closes with the figure itself. `days` in
 * order, up to the last day of the series. Null when they are more than `most`.
 */
export const seriesPoints = (days: readonly DaySum[], asked: SeriesAsked): readonly SeriesPoint[] | null => {
  const spans = spansOf(days, asked);
  if (!spans) return null;
  const { unit, carries, begins } = asked;
  const first = spans[0]?.from ?? '';
  let place = days.findIndex(({ day }) => day >= first);
  if (place === -1) place = days.length;
  const earlier = days.slice(0, place);
  let cumulative = carries ? earlier.reduce((sum, { quantity }) => sum + quantity, 0n) : 0n;
  let isKnown = !begins || (carries && earlier.length > 0);
  return spans.map(({ from, to }) => {
    let quantity = 0n;
    for (let next = days[place]; next && next.day <= to; next = days[(place += 1)]) {
      quantity += next.quantity;
      isKnown = true;
    }
    cumulative += quantity;
    return {
      from,
      to,
      quantity: isKnown ? quantityText(quantity, unit) : null,
      cumulative: isKnown ? quantityText(cumulative, unit) : null,
    };
  });
};
