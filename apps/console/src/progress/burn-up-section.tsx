import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureBasis, SeriesPoint, TargetProgress } from '#contract';
import { type Cut, cutParameters } from '../figures/cut.js';
import { percentText, permilleOf } from '../figures/quantity.js';
import { Quantity, useQuantityText } from '../figures/quantity-text.js';
import { RegistryProblem } from '../http/registry.client.js';
import { Rows } from '../shell/listed.js';
import { Failed, Loading } from '../shell/states.js';
import { burnUpLines, daysOf, intervalOf } from './burn-up.js';
import { seriesQuery } from './progress.client.js';

import { useName } from './target-card.js';

/** Charts are a chunk of their own, loaded when one is shown. */
const BurnUpChart = lazy(() => import('./burn-up-chart.js'));

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
  const days = daysOf(period);
  const parameters = {
    ...cutParameters(cut),
    // With each fact that the figure rests on, the line is another one.
    ...(cut.known === undefined ? { knownAt: String(basis.seq), effectiveAsOf: basis.effectiveAsOf } : {}),
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
            <BurnUpChart
              lines={burnUpLines(target, series.data.points, basis.effectiveAsOf)}
              unit={target.unit}
              name={name}
            />
          </Suspense>
          {isNarrowed && <p className="quiet">{t('progress.burnUp.narrowed')}</p>}
          <ForecastWords target={target} />
          <FiguresTable points={series.data.points} target={target} until={basis.effectiveAsOf} />
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

const FiguresTable = ({
  points,
  target: { unit },
  until,
}: {
  readonly points: readonly SeriesPoint[];
  readonly target: TargetProgress;
  readonly until: string;
}) => {
  const { t } = useTranslation();
  const shown = points.filter(({ from }) => from <= until);
  return (
    <details className="figures">
      <summary>{t('progress.burnUp.table')}</summary>
      <Rows
        title={t('progress.burnUp.table')}
        items={shown}
        columns={[
          t('progress.burnUp.day'),
          { title: t('progress.burnUp.added'), of: 'figures' },
          { title: t('progress.burnUp.total'), of: 'figures' },
        ]}
        keyOf={({ to }) => to}
        cells={({ to, quantity, cumulative }) => [
          to < until ? to : until,
          <Quantity key="added" text={quantity} unit={unit} />,
          <Quantity key="total" text={cumulative} unit={unit} />,
        ]}
      />
    </details>
  );
};
