import { useTranslation } from 'react-i18next';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { TargetProgress } from '#contract';
import { drawn, percentText, quantityText, shortQuantity, type Unit } from '../figures/quantity.js';
import { useQuantityText } from '../figures/quantity-text.js';
import { targetStateOf, timeElapsedPermille } from './target-state.js';
import { useScheme } from '../shell/appearance.js';
import type { BurnUpLines } from './burn-up.js';
import { colours } from './burn-up-labels.js';
import { optionOf } from './burn-up-option.js';

const percent = (value: number, of: number): string => `${Math.max(0, Math.min(100, (value / of) * 100))}%`;

/**
 * One line that answers the supervisor's question: a bar for what there is, a mark for the target, a dotted line where even pace would
 * be by now, and a triangle where it is expected to end. What it shows is said in words beside it.
 */
export const BulletChart = ({ target, asOf }: { readonly target: TargetProgress; readonly asOf: string }) => {
  const { t } = useTranslation();
  const quantity = useQuantityText();
  const { actual, threshold, pace, unit, forecast } = target;
  if (actual === null || threshold === null) return null;
  const { percent: reached, expectedPermille } = targetStateOf(target, asOf);
  const elapsed = timeElapsedPermille(target);
  const expected = pace?.expectedToDate ?? undefined;
  const closing = forecast?.closing;
  const most = Math.max(drawn(threshold), drawn(actual), drawn(closing ?? '0')) * 1.04;
  const shown = { actual: quantity(actual, unit), threshold: quantity(threshold, unit), percent: reached };
  const now =
    expected === undefined || expectedPermille === undefined || elapsed === undefined
      ? t('progress.bulletShort', shown)
      : t('progress.bullet', {
          ...shown,
          expected: percentText(expectedPermille),
          elapsed: percentText(elapsed),
        });
  const said =
    closing === undefined
      ? now
      : `${now} ${t('progress.bulletForecast', { closing: quantity(closing, unit) })}`;
  return (
    <svg className="bullet" role="img" aria-label={said} width="100%" height="28">
      <rect className="bullet-track" x="0" y="8" width={percent(drawn(threshold), most)} height="12" rx="2" />
      <rect className="bullet-actual" x="0" y="10" width={percent(drawn(actual), most)} height="8" rx="1" />
      {expected !== undefined && (
        <line
          className="bullet-even"
          x1={percent(drawn(expected), most)}
          x2={percent(drawn(expected), most)}
          y1="2"
          y2="26"
        />
      )}
      <line
        className="bullet-target"
        x1={percent(drawn(threshold), most)}
        x2={percent(drawn(threshold), most)}
        y1="3"
        y2="25"
      />
      {closing !== undefined && (
        <svg x={percent(drawn(closing), most)} y="20" overflow="visible">
          <path className="bullet-forecast" d="M0 0 L5 8 H-5 Z" />
        </svg>
      )}
    </svg>
  );
};

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

interface Drawn {
  readonly lines: BurnUpLines;
  readonly unit: Unit;
  readonly name: string;
}

/** On a phone there is no room beside the ends of lines. */
const narrowPx = 560;

/** A sheet of A4 between its margins, and as much of its height as the chart has: paper is as wide whatever the screen was. */
const paperPx = { width: 690, height: 230 };

/** Lines with their names at their ends; drawn as SVG, so that it prints and scales. */
const BurnUpChart = ({ lines, unit, name }: Drawn) => {
  const { t, i18n } = useTranslation();
  const { isDark, isPrinted } = useScheme();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const chart = init(current, undefined, { renderer: 'svg' });
    const language = i18n.language === 'zh' ? 'zh' : 'en';
    const short = (value: number): string =>
      shortQuantity(quantityText(BigInt(Math.round(value)) * 10_000n, unit), unit, language);
    const draw = (): void => {
      const { width, height } = isPrinted
        ? paperPx
        : { width: current.clientWidth, height: current.clientHeight };
      chart.resize(isPrinted ? paperPx : {});
      chart.setOption(
        optionOf({
          lines,
          short,
          colour: colours[isDark ? 'dark' : 'light'],
          isNarrow: width < narrowPx,
          widthPx: width,
          heightPx: height,
          names: {
            actual: t('progress.burnUp.actual'),
            even: t('progress.burnUp.even'),
            required: t('progress.burnUp.required'),
            forecast: t('progress.burnUp.forecast'),
            band: t('progress.burnUp.band'),
            attained: t('progress.burnUp.attained'),
            target: t('progress.burnUp.target'),
          },
        }),
        true,
      );
      // So that it fills the place that paper has for it.
      current.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    };
    draw();
    const watching = new ResizeObserver(draw);
    watching.observe(current);
    return () => {
      watching.disconnect();
      chart.dispose();
    };
  }, [lines, unit, isDark, isPrinted, t, i18n.language]);
  return (
    <div ref={place} className="burn-up-chart" role="img" aria-label={t('progress.burnUp.chart', { name })} />
  );
};

export default BurnUpChart;
