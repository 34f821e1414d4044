import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer, MeasureFact, MeasureFactList } from '#contract';
import { isNarrowed, isNow } from '../figures/cut.js';
import { CutControl, followingOf } from '../figures/cut-control.js';
import { FactLink, FactNumber } from '../figures/recorded-fact.js';
import { useFactName } from '../figures/fact-names.js';
import { Quantity } from '../figures/quantity-text.js';
import { quantityText, scaledOf, type Unit } from '../figures/quantity.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { measuresQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading } from '../shell/states.js';
import { ExportButtons, Rows } from '../shell/listed.js';
import { type FactsView, figureParameters } from './breakdown-view.js';
import { useNameOfKey } from './names-of-keys.js';
import { Narrowing } from './narrowing.js';
import { useTitle } from '../shell/text-parts.js';

const usualMeasure = 'renewal-volume';

/** Facts that make up a figure, in the order of the log; what each adds sums up to it. */
export const FactsPage = () => {
  const { t } = useTranslation();
  const view = useSearch({ from: '/console/facts' });
  const { institution } = useSession();
  const measure = view.measure ?? usualMeasure;
  const parameters = { ...figureParameters(view, institution), month: view.month };
  const path = `/v1/measures/${encodeURIComponent(measure)}/facts`;
  const facts = useInfiniteQuery({
    queryKey: ['facts', measure, parameters],
    queryFn: ({ pageParam }) =>
      askRegistry<MeasureFactList>(addressOf(path, { ...parameters, cursor: pageParam })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const figure = useFigure(measure, view, institution);
  const name = useName();
  const found = useQuery(measuresQuery).data?.find(({ code }) => code === measure);
  useTitle(t('breakdown.factsTitle'));
  const [first] = facts.data?.pages ?? [];
  const items = facts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>
        {t('breakdown.factsTitle')}
        <span className="page-of">
          {found ? name(found.name) : measure}
          {view.month === undefined ? '' : ` · ${view.month}`}
        </span>
      </h1>
      <p className="no-print">
        <Link to="/console/breakdown" search={(now) => now}>
          {t('breakdown.back')}
        </Link>
      </p>
      <CutControl view={view} following={followingOf(isNow(view) ? 'asked' : 'fixed', facts.error)} />
      <Narrowing view={view} />
      {first && <BasisBar basis={first.basis} />}
      {facts.isError && <Failed error={facts.error} again={() => void facts.refetch()} />}
      {facts.isPending && <Loading />}
      {first && items.length === 0 && (
        <p className="state">
          {t(isNarrowed(view, 'by', 'measure') ? 'breakdown.empty' : 'shell.nothingYet')}
        </p>
      )}
      {first && items.length > 0 && (
        <Sums figure={figure} items={items} unit={first.unit} isAll={!facts.hasNextPage} />
      )}
      {first && items.length > 0 && <Facts items={items} unit={first.unit} />}
      {first && items.length > 0 && (
        <ExportButtons
          of={t('breakdown.factsTitle')}
          address={addressOf(path, parameters)}
          name={`${measure}-facts`}
          basis={first.basis}
        />
      )}
      {facts.hasNextPage && (
        <Button loading={facts.isFetchingNextPage} onClick={() => void facts.fetchNextPage()}>
          {t('breakdown.more')}
        </Button>
      )}
    </>
  );
};

/** The figure that the facts are behind: of one month, where one is looked at, its part of those of all months. */
const useFigure = (measure: string, view: FactsView, own: string | null): string | undefined => {
  const address = addressOf(`/v1/measures/${encodeURIComponent(measure)}/breakdown`, {
    by: 'month',
    ...figureParameters(view, own),
  });
  const { data } = useQuery({
    queryKey: ['figure', address],
    queryFn: () => askRegistry<BreakdownAnswer>(address),
  });
  if (view.month === undefined) return data?.total ?? undefined;
  return data?.cells.find(({ keys }) => keys.month === view.month)?.quantity;
};

interface Summed {
  readonly figure: string | undefined;
  readonly items: readonly MeasureFact[];
  readonly unit: Unit;
  /** Or more of them follow. */
  readonly isAll: boolean;
}

const Sums = ({ figure, items, unit, isAll }: Summed) => {
  const { t } = useTranslation();
  const listed = items.reduce((sum, { quantity }) => sum + scaledOf(quantity), 0n);
  return (
    <p className="total">
      {figure !== undefined && (
        <>
          {t('breakdown.figure')} <Quantity text={figure} unit={unit} />{' '}
        </>
      )}
      <span className="quiet">
        {t(isAll ? 'breakdown.listed' : 'breakdown.listedSoFar', { count: items.length })}{' '}
        <Quantity text={quantityText(listed, unit)} unit={unit} />
      </span>
    </p>
  );
};

const Facts = ({ items, unit }: { readonly items: readonly MeasureFact[]; readonly unit: Unit }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const factName = useFactName();
  return (
    <Rows
      title={t('breakdown.factsTitle')}
      items={items}
      columns={[
        t('breakdown.fact'),
        t('breakdown.type'),
        t('breakdown.stream'),
        t('breakdown.effective'),
        t('breakdown.dimension.institution'),
        t('breakdown.dimension.district'),
        { title: t('breakdown.adds'), of: 'figures' },
      ]}
      cells={({ dimensions: { institution, district }, ...fact }) => [
        <FactNumber key="seq" seq={fact.seq} />,
        factName(fact.type),
        <FactLink key="place" {...fact} institution={institution} />,
        fact.effectiveDate,
        <bdi key="institution">{institution !== null && name('institution', institution)}</bdi>,
        district !== null && name('district', district),
        <Quantity key="adds" text={fact.quantity} unit={unit} />,
      ]}
    />
  );
};
