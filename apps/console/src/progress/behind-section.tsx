import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer, FigureBasis, TargetProgress } from '#contract';
import { useInstitutions, useNameOfKey } from '../breakdown/names-of-keys.js';
import { type Cut, cutParameters, isNow } from '../figures/cut.js';
import { scaledOf } from '../figures/quantity.js';
import { Quantity, useRateText } from '../figures/quantity-text.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { askedEvery } from '../http/asked-again.js';
import { Rows } from '../shell/listed.js';
import { SentText } from '../shell/text-parts.js';
import { Failed, Loading } from '../shell/states.js';
import { behindOf, recentFrom, withNothing } from './behind.js';
import { byBankOf } from './card-links.js';
import { useName } from './target-card.js';

interface Shown {
  readonly target: TargetProgress;
  readonly basis: FigureBasis;
  readonly cut: Cut;
}

/** Who lacks most; all of them are a click away. */
const shownFirst = 8;

/** Which banks bring less than their part of what each working day has to bring from now on. */
export const BehindSection = ({ target, basis, cut }: Shown) => {
  const { t } = useTranslation();
  const name = useName();
  const { pace, period, measure, remaining } = target;
  if (
    !pace?.requiredPerDay ||
    scaledOf(pace.requiredPerDay) <= 0n ||
    !('from' in period) ||
    remaining === null
  )
    return null;
  return (
    <section className="lagging" aria-labelledby="behind">
      <h2 id="behind">
        {name(target.name)} · {t('progress.lagging.title')}
      </h2>
      <p className="quiet">{t('progress.lagging.lead')}</p>
      <Lagging target={target} basis={basis} cut={cut} from={period.from} pace={pace} remaining={remaining} />
      <p className="no-print">
        <Link to="/console/breakdown" search={{ ...cut, ...byBankOf(measure, period) }}>
          {t('progress.lagging.all')}
        </Link>
      </p>
    </section>
  );
};

interface Of extends Shown {
  readonly from: string;
  readonly pace: NonNullable<TargetProgress['pace']>;
  readonly remaining: string;
}

/** Of what is shown live, no more often than people read. */
const againMs = 15_000;

/** By bank, at the cut of the page. */
const useParts = (measure: string, { asOf, known }: Cut, from: string) => {
  const parameters = { by: 'institution', from, ...cutParameters({ asOf, known }) };
  const address = addressOf(`/v1/measures/${encodeURIComponent(measure)}/breakdown`, parameters);
  return useQuery({
    queryKey: ['parts', address],
    queryFn: async () =>
      (await askRegistry<BreakdownAnswer>(address)).cells.map(({ keys, quantity }) => ({
        institution: keys.institution ?? '',
        quantity,
      })),
    refetchInterval: askedEvery(isNow({ known }) && againMs),
  });
};

const Lagging = ({ target: { measure, unit }, basis, cut, from, pace, remaining }: Of) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const institutions = useInstitutions();
  const rate = useRateText();
  const soFar = useParts(measure, cut, from);
  const recently = useParts(measure, cut, recentFrom(basis.effectiveAsOf, from));
  const failed = soFar.error ?? recently.error;
  if (failed) return <Failed error={failed} again={() => void soFar.refetch()} />;
  if (!soFar.data || !recently.data) return <Loading />;
  const behind = behindOf({ soFar: soFar.data, recently: recently.data, pace, remaining, unit });
  const short = behind.filter(({ shortPerDay }) => scaledOf(shortPerDay) > 0n);
  const empty = withNothing(institutions, soFar.data, basis.effectiveAsOf);
  const nothing = empty.length > 0 && (
    <p>
      {t('progress.lagging.nothing', { count: empty.length })}{' '}
      {empty.slice(0, shownFirst).map((code, index) => (
        <Fragment key={code}>
          {index > 0 && ' · '}
          <SentText text={name('institution', code)} />
        </Fragment>
      ))}
      {empty.length > shownFirst && ' · …'}
    </p>
  );
  if (short.length === 0)
    return (
      <>
        {(behind.length > 0 || !nothing) && <p>{t('progress.lagging.none')}</p>}
        {nothing}
      </>
    );
  return (
    <>
      {nothing}
      <p>{t('progress.lagging.count', { count: short.length, of: behind.length })}</p>
      <Rows
        title={t('progress.lagging.title')}
        items={short.slice(0, shownFirst)}
        columns={[
          t('progress.lagging.bank'),
          { title: t('progress.lagging.short'), of: 'figures' },
          { title: t('progress.lagging.recent'), of: 'figures' },
          { title: t('progress.lagging.required'), of: 'figures' },
          { title: t('progress.lagging.soFar'), of: 'figures' },
        ]}
        keyOf={({ institution }) => institution}
        cells={({ institution, quantity, ...each }) => [
          <SentText key="bank" text={name('institution', institution)} />,
          <strong key="short">{rate(each.shortPerDay, unit)}</strong>,
          rate(each.recentPerDay, unit),
          rate(each.requiredPerDay, unit),
          <Quantity key="soFar" text={quantity} unit={unit} />,
        ]}
      />
    </>
  );
};
