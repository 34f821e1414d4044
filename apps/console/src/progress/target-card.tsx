import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  InfoCircleOutlined,
  MinusCircleOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureBasis, Measure, TargetProgress } from '#contract';
import { percentText, permilleOf } from '../figures/quantity.js';
import { Quantity, useQuantityText, useRateText } from '../figures/quantity-text.js';
import { CardLinks } from './card-links.js';
import { BulletChart } from './bullet-chart.js';
import {
  isAtEdge,
  isOvertaken,
  type Status,
  type TargetState,
  targetStateOf,
  withoutOvertaken,
} from './target-state.js';
import { Pairs } from '../shell/text-parts.js';
import { seenText } from '../shell/seen-text.js';

const icons: Readonly<Record<Status, ReactNode>> = {
  achieved: <CheckCircleOutlined />,
  ahead: <ArrowUpOutlined />,
  onPace: <PauseCircleOutlined rotate={90} />,
  behind: <ArrowDownOutlined />,
  missed: <CloseCircleOutlined />,
  open: <MinusCircleOutlined />,
  notBegun: <ClockCircleOutlined />,
  unknown: <QuestionCircleOutlined />,
  shown: <InfoCircleOutlined />,
};

interface Shown {
  readonly target: TargetProgress;
  readonly basis: FigureBasis;
  readonly measures: readonly Measure[];
  readonly isChosen: boolean;
  /** Whether who is signed in sees the figure cut in parts. */
  readonly seesFigures: boolean;
}

/** One target: what there is of what is wanted, whether it is ahead of even pace or behind, and what it takes from now on. */
export const TargetCard = ({ target: given, basis, measures, isChosen, seesFigures }: Shown) => {
  const { t } = useTranslation();
  const name = useName();
  const { effectiveAsOf: asOf } = basis;
  const target = withoutOvertaken(given, asOf);
  const { unit, threshold, actual, comparator, backFill } = target;
  const standing = targetStateOf(target, asOf);
  return (
    <article
      className={isChosen && seesFigures ? 'card card-chosen' : 'card'}
      aria-labelledby={`target-${target.code}`}
    >
      <header>
        <h3 id={`target-${target.code}`}>{name(target.name)}</h3>
        <StatusOf standing={standing} achievedOn={target.achievedOn} />
        <Outlook target={target} />
        <ForecastAge target={given} basis={basis} />
      </header>
      <p className="card-figure">
        <Quantity text={actual} unit={unit} />
        {standing.percent !== undefined && <strong className="card-percent">{standing.percent}</strong>}
      </p>
      {threshold !== null && (
        <p className="card-of">
          {t('progress.of')} {t(`progress.comparator.${comparator}`)}{' '}
          <Quantity text={threshold} unit={unit} />
        </p>
      )}
      <BulletChart target={target} asOf={asOf} />
      {isAtEdge(target) && <p className="card-ahead">{t(`progress.edge.${unit}`)}</p>}
      <Ahead standing={standing} target={target} />
      <PaceOf target={target} measures={measures} />
      {backFill !== null && <p className="quiet">{t('progress.filling', backFill)}</p>}
      <CardLinks target={target} name={name(target.name)} isChosen={isChosen} seesFigures={seesFigures} />
    </article>
  );
};

/** Whether it will be achieved, as the forecast has it. */
const Outlook = ({ target: { forecast, achieved } }: Pick<Shown, 'target'>) => {
  const { t } = useTranslation();
  if (achieved || forecast === null || forecast.probability === null) return null;
  const percent = percentText(permilleOf(forecast.probability, '1.0000') ?? 0);
  const day = forecast.attainedOn?.expected;
  return (
    <p className="outlook">
      {day ? t('progress.outlook.likely', { day, percent }) : t('progress.outlook.unlikely', { percent })}
    </p>
  );
};

/** Of when it is: it is made once a day, and what came since is not in it. */
const ForecastAge = ({ target, basis: { seq, effectiveAsOf } }: Pick<Shown, 'target' | 'basis'>) => {
  const { t } = useTranslation();
  const { forecast } = target;
  if (forecast === null) return null;
  const age = isOvertaken(target, effectiveAsOf) ? 'overtaken' : seq > forecast.seq ? 'before' : 'asOf';
  return <p className="quiet">{t(`progress.forecastAge.${age}`, { day: forecast.basis.effectiveAsOf })}</p>;
};

/** In the language of the page; whoever named it sent a text, with nothing in it that is not seen. */
export const useName = (): ((names: { readonly zh: string; readonly en: string }) => string) => {
  const { i18n } = useTranslation();
  return ({ zh, en }) => seenText(i18n.language === 'zh' ? zh : en);
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
const PaceOf = ({ target, measures }: Pick<Shown, 'target' | 'measures'>) => {
  const { t } = useTranslation();
  const { pace, unit, remaining, beside, forecast } = target;
  const quantity = useQuantityText();
  const name = useName();
  const rate = useRateText();
  const perDay = (text: string): string => t('progress.perDay', { quantity: rate(text, unit) });
  const rows: readonly (readonly [string, string])[] = [
    ...(remaining === null || isAtEdge(target)
      ? []
      : ([[t('progress.remaining'), quantity(remaining, unit)]] as const)),
    ...(pace?.requiredPerDay && !isAtEdge(target)
      ? ([[t('progress.required'), perDay(pace.requiredPerDay)]] as const)
      : []),
    ...(pace?.recentPerDay ? ([[t('progress.recent'), perDay(pace.recentPerDay)]] as const) : []),
    ...(forecast === null
      ? []
      : ([[`▲ ${t('progress.expectedEnd')}`, quantity(forecast.closing, unit)]] as const)),
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
