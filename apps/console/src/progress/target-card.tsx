import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CheckCircleOutlined,
  CloseCircleOutlined,
  InfoCircleOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Measure, TargetProgress } from '#contract';
import { Quantity, useQuantityText, useRateText } from '../figures/quantity-text.js';
import { BulletChart } from './bullet-chart.js';
import { type TargetState, type Status, targetStateOf } from './target-state.js';
import { Pairs } from '../shell/pairs.js';

const icons: Readonly<Record<Status, ReactNode>> = {
  achieved: <CheckCircleOutlined />,
  ahead: <ArrowUpOutlined />,
  onPace: <PauseCircleOutlined rotate={90} />,
  behind: <ArrowDownOutlined />,
  missed: <CloseCircleOutlined />,
  open: <MinusCircleOutlined />,
  unknown: <QuestionCircleOutlined />,
  shown: <InfoCircleOutlined />,
};

interface Shown {
  readonly target: TargetProgress;
  readonly asOf: string;
  readonly measures: readonly Measure[];
  readonly isChosen: boolean;
  /** Whether who is signed in sees the figure cut in parts. */
  readonly seesFigures: boolean;
}

/** One target: what there is of what is wanted, whether it is ahead of even pace or behind, and what it takes from now on. */
export const TargetCard = ({ target, asOf, measures, isChosen, seesFigures }: Shown) => {
  const { t } = useTranslation();
  const name = useName();
  const { unit, threshold, actual, comparator, backFill } = target;
  const standing = targetStateOf(target, asOf);
  return (
    <article className={isChosen ? 'card card-chosen' : 'card'} aria-labelledby={`target-${target.code}`}>
      <header>
        <h3 id={`target-${target.code}`}>{name(target.name)}</h3>
        <StatusOf standing={standing} achievedOn={target.achievedOn} />
      </header>
      <p className="card-figure">
        <Quantity text={actual} unit={unit} />
        {threshold !== null && (
          <span className="card-of">
            {t('progress.of')} {t(`progress.comparator.${comparator}`)}{' '}
            <Quantity text={threshold} unit={unit} />
          </span>
        )}
        {standing.percent !== undefined && <strong className="card-percent">{standing.percent}</strong>}
      </p>
      <BulletChart target={target} asOf={asOf} />
      <Ahead standing={standing} target={target} />
      <PaceOf target={target} measures={measures} />
      {backFill !== null && <p className="quiet">{t('progress.filling', backFill)}</p>}
      <p className="card-links no-print">
        <Link
          to="/console/progress"
          search={(now) => ({ ...now, target: target.code })}
          resetScroll={false}
          aria-label={t('progress.closeOf', { name: name(target.name) })}
          aria-current={isChosen ? 'true' : undefined}
        >
          {t('progress.close')}
        </Link>
        {seesFigures &&
          (['breakdown', 'byBank'] as const).map((cut) => (
            <Link
              key={cut}
              to="/console/breakdown"
              search={({ asOf: upTo, known }) => ({
                asOf: upTo,
                known,
                measure: target.measure,
                by: cut === 'byBank' ? 'institution' : undefined,
                ...spanOf(target.period),
              })}
              aria-label={t(`progress.${cut}Of`, { name: name(target.name) })}
            >
              {t(`progress.${cut}`)}
            </Link>
          ))}
      </p>
    </article>
  );
};

/** Of a balance everything counts up to its day. */
const spanOf = (period: TargetProgress['period']) => ('from' in period ? period : { to: period.asAt });

/** In the language of the page. */
export const useName = (): ((names: { readonly zh: string; readonly en: string }) => string) => {
  const { i18n } = useTranslation();
  return ({ zh, en }) => (i18n.language === 'zh' ? zh : en);
};

const StatusOf = ({
  standing: { status },
  achievedOn,
}: {
  readonly standing: TargetState;
  readonly achievedOn: string | null;
}) => {
  const { t } = useTranslation();
  return (
    <p className={`status status-${status}`}>
      <span aria-hidden>{icons[status]}</span> {t(`progress.status.${status}`)}
      {status === 'achieved' && achievedOn !== null && (
        <span className="quiet"> {t('progress.achievedOn', { day: achievedOn })}</span>
      )}
    </p>
  );
};

const Ahead = ({ standing, target }: { readonly standing: TargetState; readonly target: TargetProgress }) => {
  const { t } = useTranslation();
  const quantity = useQuantityText();
  const { ahead } = standing;
  if (ahead === undefined) return null;
  const said = quantity(ahead.replace('-', ''), target.unit);
  if (/^-?[0.]+$/.test(ahead)) return <p className="card-ahead">{t('progress.onPace')}</p>;
  return (
    <p className="card-ahead">
      {ahead.startsWith('-')
        ? t('progress.behind', { quantity: said })
        : t('progress.ahead', { quantity: said })}
    </p>
  );
};

/** Label over value; what is not known is not there. */
const PaceOf = ({
  target: { pace, unit, remaining, beside, forecast, achieved },
  measures,
}: Pick<Shown, 'target' | 'measures'>) => {
  const { t } = useTranslation();
  const quantity = useQuantityText();
  const name = useName();
  const rate = useRateText();
  const perDay = (text: string): string => t('progress.perDay', { quantity: rate(text, unit) });
  const rows: readonly (readonly [string, string])[] = [
    ...(remaining === null ? [] : ([[t('progress.remaining'), quantity(remaining, unit)]] as const)),
    ...(pace?.requiredPerDay ? ([[t('progress.required'), perDay(pace.requiredPerDay)]] as const) : []),
    ...(pace?.recentPerDay ? ([[t('progress.recent'), perDay(pace.recentPerDay)]] as const) : []),
    ...(forecast === null ? [] : ([[t('progress.expectedEnd'), quantity(forecast.closing, unit)]] as const)),
    ...(forecast?.attainedOn?.expected && !achieved
      ? ([[t('progress.expectedOn'), forecast.attainedOn.expected]] as const)
      : []),
    ...beside.map(({ measure, actual }) => {
      const found = measures.find(({ code }) => code === measure);
      const said = actual === null ? t('progress.none') : quantity(actual, found?.unit ?? unit);
      return [found ? name(found.name) : measure, said] as const;
    }),
  ];
  return (
    <>
      <Pairs rows={rows} />
      {pace && pace.workingDaysLeft > 0 && (
        <p className="quiet">{t('progress.daysLeft', { count: pace.workingDaysLeft })}</p>
      )}
    </>
  );
};
