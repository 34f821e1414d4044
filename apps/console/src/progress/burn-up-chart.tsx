import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { quantityText, shortQuantity, type Unit } from '../figures/quantity.js';
import { useScheme } from '../shell/appearance.js';
import type { BurnUpLines, Place } from './burn-up.js';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const colours = {
  light: {
    actual: '#1d4e89',
    even: '#5f6b7a',
    required: '#a04a00',
    target: '#1f1f1f',
    grid: '#d9dde3',
    text: '#3b4450',
  },
  dark: {
    actual: '#6ea8e6',
    even: '#a8b3c2',
    required: '#e6a15c',
    target: '#e8e8e8',
    grid: '#3a424d',
    text: '#c3ccd8',
  },
} as const;

interface Drawn {
  readonly lines: BurnUpLines;
  readonly unit: Unit;
  readonly name: string;
}

/** On a phone there is no room beside the ends of lines. */
const narrowPx = 560;

/** Lines with their names at their ends; drawn as SVG, so that it prints and scales. */
const BurnUpChart = ({ lines, unit, name }: Drawn) => {
  const { t, i18n } = useTranslation();
  const { isDark } = useScheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const chart = init(current, undefined, { renderer: 'svg' });
    const language = i18n.language === 'zh' ? 'zh' : 'en';
    const short = (value: number): string =>
      shortQuantity(quantityText(BigInt(Math.round(value)) * 10_000n, unit), unit, language);
    const draw = (): void => {
      chart.resize();
      chart.setOption(
        optionOf({
          lines,
          short,
          colour: colours[isDark ? 'dark' : 'light'],
          isNarrow: current.clientWidth < narrowPx,
          names: {
            actual: t('progress.burnUp.actual'),
            even: t('progress.burnUp.even'),
            required: t('progress.burnUp.required'),
            target: t('progress.burnUp.target'),
          },
        }),
        true,
      );
    };
    draw();
    const watching = new ResizeObserver(draw);
    watching.observe(current);
    return () => {
      watching.disconnect();
      chart.dispose();
    };
  }, [lines, unit, isDark, t, i18n.language]);
  return (
    <div ref={place} className="burn-up-chart" role="img" aria-label={t('progress.burnUp.chart', { name })} />
  );
};

export default BurnUpChart;

/** With one more place in the middle of its last stretch, where there is room for a name. */
const halfway = (places: readonly Place[]): readonly Place[] => {
  const [before, last] = places.slice(-2);
  if (!before || !last) return places;
  const middle = new Date((Date.parse(before[0]) + Date.parse(last[0])) / 2).toISOString().slice(0, 10);
  return [...places.slice(0, -1), [middle, (before[1] + last[1]) / 2], last];
};

interface Option {
  readonly lines: BurnUpLines;
  readonly short: (value: number) => string;
  readonly colour: (typeof colours)[keyof typeof colours];
  readonly isNarrow: boolean;
  readonly names: Readonly<Record<'actual' | 'even' | 'required' | 'target', string>>;
}

interface Line {
  readonly name: string;
  readonly places: readonly Place[];
  /** Place that the name stands at, and on which side of the line. */
  readonly named: number;
  readonly side: 'top' | 'bottom';
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
}

/** The name stands at the line itself; on a phone there is a legend instead. */
const lineOf = ({ name, places, named, side, color, type }: Line, isNarrow: boolean) => ({
  name,
  type: 'line',
  data: places.map((value, at) =>
    at === named && !isNarrow
      ? { value, label: { show: true, position: side, formatter: name, color, distance: 8 } }
      : value,
  ),
  symbolSize: 0.1,
  silent: true,
  lineStyle: { color, width: type === 'solid' ? 2.5 : 1.5, type },
  itemStyle: { color },
});

const targetLine = (threshold: number, { names, short, colour }: Option) => ({
  silent: true,
  symbol: 'none',
  data: [{ yAxis: threshold }],
  lineStyle: { color: colour.target, type: 'solid', width: 1 },
  label: {
    position: 'insideStartBottom',
    formatter: `${names.target} ${short(threshold)}`,
    color: colour.text,
  },
});

const optionOf = (option: Option): EChartsCoreOption => {
  const { lines, short, colour, isNarrow, names } = option;
  const [even, required] = [halfway(lines.even), halfway(lines.required)];
  // What runs below the other is named below it.
  const isBehind = (lines.required[0]?.[1] ?? 0) < (lines.even[1]?.[1] ?? 0);
  const above = (isAbove: boolean): 'top' | 'bottom' => (isAbove ? 'top' : 'bottom');
  const actual: Line = {
    name: names.actual,
    places: lines.actual,
    named: Math.floor(lines.actual.length / 2),
    side: above(!isBehind),
    color: colour.actual,
    type: 'solid',
  };
  const evenPace: Line = {
    name: names.even,
    places: even,
    named: even.length - 2,
    side: above(isBehind),
    color: colour.even,
    type: 'dotted',
  };
  const fromToday: Line = {
    name: names.required,
    places: required,
    named: 1,
    side: above(!isBehind),
    color: colour.required,
    type: 'dashed',
  };
  return {
    animation: false,
    grid: { left: 8, right: 24, top: isNarrow ? 56 : 16, bottom: 8, containLabel: true },
    legend: { show: isNarrow, top: 0, left: 0, itemWidth: 18, textStyle: { color: colour.text } },
    xAxis: {
      type: 'time',
      min: lines.from,
      max: lines.to,
      axisLabel: { color: colour.text, hideOverlap: true, formatter: '{yyyy}-{MM}' },
      axisLine: { lineStyle: { color: colour.grid } },
      minInterval: 28 * 24 * 60 * 60 * 1_000,
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: lines.most,
      axisLabel: { color: colour.text, formatter: short, showMaxLabel: false },
      splitLine: { lineStyle: { color: colour.grid } },
    },
    series: [
      {
        ...lineOf(actual, isNarrow),
        ...(lines.threshold === undefined ? {} : { markLine: targetLine(lines.threshold, option) }),
      },
      lineOf(evenPace, isNarrow),
      lineOf(fromToday, isNarrow),
    ],
  };
};
