import { useTranslation } from 'react-i18next';
import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { quantityText, shortQuantity, type Unit } from '../figures/quantity.js';
import { useScheme } from '../shell/appearance.js';
import type { BurnUpLines } from './burn-up.js';
import { colours } from './burn-up-labels.js';
import { optionOf } from './burn-up-option.js';

/* The only file that the library of charts comes with: nothing may import it but by `import()`, since a first page has no room for it. */

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
