import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureBasis, SeriesPoint, TargetProgress } from '#contract';
import { type Cut, cutParameters, isNow } from '../figures/cut.js';
import { drawnText, percentText, permilleOf, type Unit } from '../figures/quantity.js';
import { Quantity, useQuantityText } from '../figures/quantity-text.js';
import { loadPart } from '../http/reachability.client.js';
import { RegistryProblem } from '../http/registry.client.js';
import { ExportButtons, Rows } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { type BurnUpLines, burnUpLines, daysOf, intervalOf, lineAt, tableDays } from './burn-up.js';
import { seriesAddress, seriesQuery } from './progress.client.js';
import { useName } from './target-card.js';
import { isOvertaken, withoutOvertaken } from './target-state.js';

/** Charts are a chunk of their own, loaded when one is shown. */
const BurnUpChart = lazy(() => loadPart(() => import('./burn-up-chart.js')));

interface Shown {
  readonly target: TargetProgress;
  readonly basis: FigureBasis;
  readonly cut: Cut;
  /** Of some facts of the measure alone. */
  readonly isNarrowed: boolean;
}

/** How a figure came about: the line of what there was by each day, and the same as a table. */
export const BurnUp = ({ target, basis, cut, isNarrowed }: Shown) => {
  const { t } = useTranslation();
  const name = useName()(target.name);
  const { period, measure } = target;
  const lines = (points: readonly SeriesPoint[]) =>
    burnUpLines(withoutOvertaken(target, basis.effectiveAsOf), points, basis.effectiveAsOf);
  const days = daysOf(period);
  const parameters = {
    ...cutParameters(cut),
    // With each fact that the figure rests on, the line is another one.
    ...(isNow(cut) ? { knownAt: String(basis.seq), effectiveAsOf: basis.effectiveAsOf } : {}),
    ...days,
  };
  const series = useQuery({
    ...seriesQuery(measure, intervalOf(days), parameters),
    placeholderData: (before) => (before?.measure === measure ? before : undefined),
  });
  const isNoSeries = series.error instanceof RegistryProblem && series.error.status === 400;
  return (
    <section aria-labelledby="burn-up">
      <h2 id="burn-up">
        {name} · {t('progress.burnUp.title')}
      </h2>
      {series.isPending && <Loading />}
      {isNoSeries && <p className="quiet">{t('progress.burnUp.none')}</p>}
      {series.isError && !isNoSeries && <Failed error={series.error} again={() => void series.refetch()} />}
      {series.data && (
        <>
          <Suspense fallback={<div className="burn-up-chart" />}>
            <BurnUpChart lines={lines(series.data.points)} unit={target.unit} name={name} />
          </Suspense>
          {isNarrowed && <p className="quiet">{t('progress.burnUp.narrowed')}</p>}
          {isOvertaken(target, basis.effectiveAsOf) ? (
            <p className="quiet">
              {t('progress.forecastAge.overtaken', { day: target.forecast?.basis.effectiveAsOf })}
            </p>
          ) : (
            <ForecastWords target={target} />
          )}
          <FiguresTable
            lines={lines(series.data.points)}
            days={tableDays(series.data.points, days, basis.effectiveAsOf)}
            unit={target.unit}
          />
          <ExportButtons
            of={`${name} · ${t('progress.burnUp.title')}`}
            address={seriesAddress(measure, intervalOf(days), parameters)}
            name={`${measure}-by-${intervalOf(days)}`}
            basis={series.data.basis}
          />
        </>
      )}
    </section>
  );
};

/** What the band says, in words. */
const ForecastWords = ({ target: { forecast, unit, pace, achieved } }: Pick<Shown, 'target'>) => {
  const { t } = useTranslation();
  const quantity = useQuantityText();
  if (forecast === null) return pace && <p className="quiet">{t('progress.burnUp.noForecast')}</p>;
  const { closing, interval, probability, attainedOn, basis } = forecast;
  const attainment = ({ expected, earliest, latest }: NonNullable<typeof attainedOn>): string => {
    if (expected !== null)
      return t('progress.burnUp.attainedOn', {
        expected,
        earliest: earliest ?? expected,
        latest: latest ?? t('progress.burnUp.beyond'),
      });
    return earliest === null
      ? t('progress.burnUp.notAttained')
      : t('progress.burnUp.notAttainedBut', { earliest });
  };
  const words = [
    t('progress.burnUp.ends', {
      closing: quantity(closing, unit),
      low: quantity(interval.low, unit),
      high: quantity(interval.high, unit),
    }),
    ...(probability === null || achieved
      ? []
      : [t('progress.burnUp.probability', { percent: percentText(permilleOf(probability, '1.0000') ?? 0) })]),
    ...(attainedOn === null || achieved ? [] : [attainment(attainedOn)]),
  ];
  return (
    <>
      <p>{words.join(' ')}</p>
      <p className="quiet">
        {t('progress.burnUp.madeOf', { day: basis.effectiveAsOf, seq: basis.seq.toLocaleString('en') })}
      </p>
    </>
  );
};

interface Figures {
  readonly lines: BurnUpLines;
  readonly days: ReturnType<typeof tableDays>;
  readonly unit: Unit;
}

/** All that the chart draws: what came, and each line at the same days. */
const FiguresTable = ({ lines: { even, required, forecast }, days, unit }: Figures) => {
  const { t } = useTranslation();
  const drawnLines = [
    ['even', even],
    ['required', required],
    ['forecast', forecast?.expected],
    ['low', forecast?.low],
    ['high', forecast?.high],
  ] as const;
  const shown = drawnLines.flatMap(([name, line]) => (line && line.length > 0 ? [{ name, line }] : []));
  return (
    <details className="figures">
      <summary>{t('progress.burnUp.table')}</summary>
      <Rows
        title={t('progress.burnUp.table')}
        items={days}
        columns={[
          t('progress.burnUp.day'),
          { title: t('progress.burnUp.added'), of: 'figures' },
          { title: t('progress.burnUp.total'), of: 'figures' },
          ...shown.map(({ name }) => ({ title: t(`progress.burnUp.${name}`), of: 'figures' }) as const),
        ]}
        keyOf={({ day }) => day}
        cells={({ day, quantity, cumulative }) => [
          day,
          <Quantity key="added" text={quantity} unit={unit} />,
          <Quantity key="total" text={cumulative} unit={unit} />,
          ...shown.map(({ name, line }) => {
            const value = lineAt(line, day);
            return value !== undefined && <Quantity key={name} text={drawnText(value, unit)} unit={unit} />;
          }),
        ]}
      />
    </details>
  );
};
