import type { BurnUpLines, DayPoint } from './burn-up.js';

/** Of the lines of a burn-up, in both schemes; what is named is kept apart from lines behind it by the colour of its card. */
export const colours = {
  light: {
    actual: '#1d4e89',
    even: '#5f6b7a',
    required: '#a04a00',
    forecast: '#6b3fa0',
    target: '#1f1f1f',
    card: '#fff',
    grid: '#d9dde3',
    text: '#3b4450',
  },
  dark: {
    actual: '#6ea8e6',
    even: '#a8b3c2',
    required: '#e6a15c',
    forecast: '#c4a5ee',
    target: '#e8e8e8',
    card: '#1a2028',
    grid: '#3a424d',
    text: '#c3ccd8',
  },
} as const;

// Where the name of each line stands. Lines meet (even pace and required pace both end at the target), so that a name at a fixed
// place of its line would cover another: of several places along a line the one is taken that covers the least.

export interface NamedLine {
  readonly name: string;
  readonly places: readonly DayPoint[];
}

export interface Label {
  /** On the line. */
  readonly at: DayPoint;
  readonly side: 'top' | 'bottom';
  /** Over its middle, or before it: at the right edge there is no room behind. */
  readonly align: 'center' | 'right';
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Plot extends Pick<BurnUpLines, 'from' | 'to' | 'most'> {
  readonly widthPx: number;
  readonly heightPx: number;
}

const lineHeightPx = 16;
/** Between a line and its name. */
export const distancePx = 8;

/** Of text at 12 px: a Chinese character is as wide as it is high. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[\u2E80-\uFFFF]/.test(character) ? 12 : 7), 0);

const day = (text: string): number => Date.parse(text);

/** The line at a day, between the places beside it. */
const heightAt = (places: readonly DayPoint[], at: number): number | undefined => {
  const after = places.findIndex(([each]) => day(each) >= at);
  const [before, next] = [places[Math.max(after - 1, 0)], places[after]];
  if (!before || !next || after < 0 || at < day(places[0]?.[0] ?? '')) return undefined;
  const span = day(next[0]) - day(before[0]);
  return span === 0 ? next[1] : before[1] + ((next[1] - before[1]) * (at - day(before[0]))) / span;
};

const parts = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];

const sides = (['center', 'right'] as const).flatMap((align) =>
  (['top', 'bottom'] as const).map((side) => ({ side, align })),
);

const alongLine = (places: readonly DayPoint[]): readonly DayPoint[] => {
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last || places.length < 2) return [];
  return parts.flatMap((part) => {
    const at = day(first[0]) + (day(last[0]) - day(first[0])) * part;
    const quantity = heightAt(places, at);
    return quantity === undefined ? [] : [[new Date(at).toISOString(), quantity] as const];
  });
};

const inPx = ({ from, to, most, widthPx, heightPx }: Plot) => ({
  x: (at: number): number => ((at - day(from)) / Math.max(day(to) - day(from), 1)) * widthPx,
  y: (quantity: number): number => heightPx - (quantity / most) * heightPx,
});

export const boxOf = (name: string, { at, side, align }: Label, plot: Plot): Box => {
  const { x, y } = inPx(plot);
  const width = widthOf(name);
  const [point, line] = [x(day(at[0])), y(at[1])];
  const top = side === 'top' ? line - distancePx - lineHeightPx : line + distancePx;
  const left = align === 'center' ? point - width / 2 : point - width;
  return { left, right: left + width, top, bottom: top + lineHeightPx };
};

export const cover = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** How many pixels of lines run through the box. */
const covered = (box: Box, lines: readonly NamedLine[], plot: Plot): number => {
  const { y } = inPx(plot);
  const perPx = (day(plot.to) - day(plot.from)) / plot.widthPx;
  let count = 0;
  for (const { places } of lines)
    for (let px = box.left; px <= box.right; px += 4) {
      const quantity = heightAt(places, day(plot.from) + px * perPx);
      if (quantity !== undefined && y(quantity) > box.top && y(quantity) < box.bottom) count += 4;
    }
  return count;
};

/** Names of lines, each where it covers neither another name nor, as far as may be, a line. `taken`: what stands there already. */
export const labelsOf = (
  lines: readonly NamedLine[],
  plot: Plot,
  taken: readonly Box[] = [],
  /** Lines that have their names elsewhere. */
  others: readonly NamedLine[] = [],
): ReadonlyMap<string, Label> => {
  const placed: Box[] = [...taken];
  const labels = new Map<string, Label>();
  for (const { name, places } of lines) {
    const weighed = alongLine(places)
      .flatMap((at) => sides.map((place) => ({ at, ...place })))
      .map((label) => ({ label, box: boxOf(name, label, plot) }))
      .map(({ label, box }) => ({
        label,
        box,
        weight:
          placed.filter((other) => cover(box, other)).length * 10_000 +
          (box.left < 0 || box.right > plot.widthPx || box.top < 0 || box.bottom > plot.heightPx
            ? 5_000
            : 0) +
          covered(box, [...lines, ...others], plot),
      }))
      .toSorted((one, other) => one.weight - other.weight);
    const [best] = weighed;
    if (!best || best.weight >= 10_000) continue;
    placed.push(best.box);
    labels.set(name, best.label);
  }
  return labels;
};
