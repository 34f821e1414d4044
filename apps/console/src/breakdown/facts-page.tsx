import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeasureFact, MeasureFactList } from '#contract';
import { CutControl } from '../figures/cut-control.js';
import { FactPlace } from '../figures/fact-place.js';
import { useFactName } from '../figures/fact-names.js';
import { Quantity } from '../figures/quantity-text.js';
import type { Unit } from '../figures/quantity.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { useSession } from '../session/session.client.js';
import { BasisBar } from '../shell/basis-bar.js';
import { ExportButtons } from '../shell/export-buttons.js';
import { Failed, Loading } from '../shell/states.js';
import { figureParameters } from './breakdown-view.js';
import { useNameOfKey } from './names-of-keys.js';
import { Narrowing } from './narrowing.js';

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
  useEffect(() => {
    document.title = `${t('breakdown.factsTitle')} · Xudai 续贷`;
  }, [t]);
  const [first] = facts.data?.pages ?? [];
  const items = facts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>
        {t('breakdown.factsTitle')}
        <span className="page-of">
          {measure}
          {view.month === undefined ? '' : ` · ${view.month}`}
        </span>
      </h1>
      <p className="no-print">
        <Link to="/console/breakdown" search={(now) => now}>
          {t('breakdown.back')}
        </Link>
      </p>
      <CutControl view={view} following={view.known === undefined ? 'asked' : 'fixed'} />
      <Narrowing view={view} />
      {first && <BasisBar basis={first.basis} />}
      {facts.isError && <Failed error={facts.error} again={() => void facts.refetch()} />}
      {facts.isPending && <Loading />}
      {first && items.length === 0 && <p className="state">{t('breakdown.empty')}</p>}
      {first && items.length > 0 && <Rows items={items} unit={first.unit} />}
      {items.length > 0 && <ExportButtons address={addressOf(path, parameters)} name={`${measure} facts`} />}
      {facts.hasNextPage && (
        <Button loading={facts.isFetchingNextPage} onClick={() => void facts.fetchNextPage()}>
          {t('breakdown.more')}
        </Button>
      )}
    </>
  );
};

const Rows = ({ items, unit }: { readonly items: readonly MeasureFact[]; readonly unit: Unit }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const factName = useFactName();
  return (
    <div className="scrolled tall" tabIndex={0} role="region" aria-label={t('breakdown.factsTitle')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('breakdown.fact')}</th>
            <th scope="col">{t('breakdown.type')}</th>
            <th scope="col">{t('breakdown.stream')}</th>
            <th scope="col">{t('breakdown.effective')}</th>
            <th scope="col">{t('breakdown.dimension.institution')}</th>
            <th scope="col">{t('breakdown.dimension.district')}</th>
            <th scope="col" className="number">
              {t('breakdown.adds')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, at) => (
            <tr key={`${item.seq} ${at}`}>
              <th scope="row">{item.seq.toLocaleString('en')}</th>
              <td>{factName(item.type)}</td>
              <td>
                <FactPlace {...item} institution={item.dimensions.institution} />
              </td>
              <td>{item.effectiveDate}</td>
              <td>
                <bdi>
                  {item.dimensions.institution !== null && name('institution', item.dimensions.institution)}
                </bdi>
              </td>
              <td>{item.dimensions.district !== null && name('district', item.dimensions.district)}</td>
              <td>
                <Quantity text={item.quantity} unit={unit} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
