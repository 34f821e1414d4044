import type { EChartsCoreOption } from 'echarts/core';
import {
  type colours,
  type Box,
  distancePx,
  type Label,
  labelsOf,
  type NamedLine,
} from './burn-up-labels.js';
import type { BurnUpLines, DayPoint } from './burn-up.js';

interface Option {
  readonly lines: BurnUpLines;
  readonly short: (value: number) => string;
  readonly colour: (typeof colours)[keyof typeof colours];
  readonly isNarrow: boolean;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly names: Readonly<
    Record<'actual' | 'even' | 'required' | 'target' | 'forecast' | 'band' | 'attained', string>
  >;
}

interface Line {
  readonly name: string;
  readonly places: readonly DayPoint[];
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
}

/** With one more place where the name stands. */
const withPoint = (places: readonly DayPoint[], at: DayPoint): readonly DayPoint[] => [
  ...places.filter(([day]) => day < at[0]),
  at,
  ...places.filter(([day]) => day >= at[0]),
];

/** The name stands at the line itself; on a phone there is a legend instead. */
const lineOf = ({ name, places, color, type }: Line, label: Label | undefined, card: string) => ({
  name,
  type: 'line',
  // Above the line of the target, or that goes through names.
  z: 6,
  data: (label ? withPoint(places, label.at) : places).map((value) =>
    value === label?.at
      ? {
          value,
          label: {
            show: true,
            position: label.side,
            align: label.align,
            formatter: name,
            color,
            textBorderColor: card,
            textBorderWidth: 3,
            distance: distancePx,
          },
        }
      : value,
  ),
  symbolSize: 0.1,
  silent: true,
  lineStyle: { color, width: type === 'solid' ? 2.5 : 1.5, type },
  itemStyle: { color },
});

/** Between two lines of the same days: the lower one unseen, and on it what is between them. */
const bandOf = ({ lines: { forecast }, colour, names }: Option): readonly object[] => {
  if (!forecast) return [];
  const between = forecast.high.map(([day, high], at) => [day, high - (forecast.low[at]?.[1] ?? high)]);
  const unseen = { type: 'line', stack: 'band', symbol: 'none', silent: true, lineStyle: { opacity: 0 } };
  return [
    { ...unseen, data: forecast.low, tooltip: { show: false } },
    {
      ...unseen,
      name: names.band,
      data: between,
      areaStyle: { color: colour.forecast, opacity: 0.18 },
      itemStyle: { color: colour.forecast },
    },
  ];
};

const marks = (option: Option): object => {
  const { lines, names, short, colour } = option;
  const { threshold, forecast } = lines;
  const goal =
    threshold === undefined
      ? []
      : [
          {
            yAxis: threshold,
            lineStyle: { color: colour.target, type: 'solid', width: 1 },
            label: {
              position: 'insideStartBottom',
              formatter: `${names.target} ${short(threshold)}`,
              color: colour.text,
            },
          },
        ];
  const attained =
    forecast?.attainedOn === undefined
      ? []
      : [
          {
            xAxis: forecast.attainedOn,
            lineStyle: { color: colour.forecast, type: 'dotted', width: 1 },
            label: { show: false },
          },
        ];
  return { silent: true, symbol: 'none', data: [...goal, ...attained] };
};

/** Beside the plot: names of quantities and of days, as wide as they are about. */
const marginsPx = { left: 70, right: 24, top: 16, bottom: 36 };

const namesIn = (option: Option, lines: readonly Line[]): ReadonlyMap<string, Label> => {
  const { isNarrow, widthPx, heightPx } = option;
  if (isNarrow) return new Map();
  const { from, to, most, threshold } = option.lines;
  const plot = {
    from,
    to,
    most,
    widthPx: widthPx - marginsPx.left - marginsPx.right,
    heightPx: heightPx - marginsPx.top - marginsPx.bottom,
  };
  // Below the line of the target, at its beginning.
  const goal = plot.heightPx * (1 - (threshold ?? 0) / most);
  const taken: readonly Box[] =
    threshold === undefined ? [] : [{ left: 0, right: 160, top: goal, bottom: goal + 22 }];
  const goalLine: readonly NamedLine[] =
    threshold === undefined
      ? []
      : [
          {
            name: option.names.target,
            places: [
              [from, threshold],
              [to, threshold],
            ],
          },
        ];
  return labelsOf(lines, plot, taken, goalLine);
};

/** What is drawn, as ECharts takes it. */
export const optionOf = (option: Option): EChartsCoreOption => {
  const { lines, short, colour, isNarrow, names } = option;
  const drawnLines: readonly Line[] = [
    { name: names.actual, places: lines.actual, color: colour.actual, type: 'solid' },
    { name: names.even, places: lines.even, color: colour.even, type: 'dotted' },
    { name: names.required, places: lines.required, color: colour.required, type: 'dashed' },
    {
      name: names.forecast,
      places: lines.forecast?.expected ?? [],
      color: colour.forecast,
      type: 'solid',
    },
  ];
  const shown = drawnLines.filter(({ places }) => places.length > 0);
  const labels = namesIn(option, shown);
  return {
    animation: false,
    grid: { left: 8, right: 24, top: isNarrow ? 76 : 16, bottom: 8, containLabel: true },
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
      ...bandOf(option),
      ...shown.map((line, at) => ({
        ...lineOf(line, labels.get(line.name), colour.card),
        ...(at === 0 ? { markLine: marks(option) } : {}),
      })),
    ],
  };
};
