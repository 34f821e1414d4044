import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer, CellDimension, Measure } from '#contract';
import { isNarrowed, isNow } from '../figures/cut.js';
import { CutControl, followingOf } from '../figures/cut-control.js';
import { Quantity } from '../figures/quantity-text.js';
import { addressOf, askRegistry } from '../http/registry.client.js';
import { askedEvery } from '../http/asked-again.js';
import { measuresQuery } from '../progress/progress.client.js';
import { useName } from '../progress/target-card.js';
import { useSession } from '../session/session.client.js';
import { BasisBar, Failed, Loading, NothingCalled } from '../shell/states.js';
import { ExportButtons } from '../shell/listed.js';
import { type BreakdownView, dimensions, dimensionsIn, figureParameters } from './breakdown-view.js';
import { HeatTable, TileMap } from './charts.js';
import { Narrowing } from './narrowing.js';
import { Ranking } from './ranking.js';
import { useTitle } from '../shell/text-parts.js';
import { Select } from '../shell/select.js';

const usualMeasure = 'renewal-volume';

const breakdownAddress = (measure: string, view: BreakdownView, own: string | null): string =>
  addressOf(`/v1/measures/${encodeURIComponent(measure)}/breakdown`, {
    by: view.by,
    ...figureParameters(view, own),
  });

const useBreakdown = (measure: string, view: BreakdownView, address: string) =>
  useQuery({
    queryKey: ['breakdown', address],
    queryFn: () => askRegistry<BreakdownAnswer>(address),
    placeholderData: (before) => (before?.measure === measure ? before : undefined),
    refetchInterval: askedEvery(isNow(view) && 15_000),
  });

/** A figure cut by bank, district, industry, size or month, or by two of them; each cell leads to what is behind it. */
export const BreakdownPage = () => {
  const { t } = useTranslation();
  const view = useSearch({ from: '/console/breakdown' });
  const measures = useQuery(measuresQuery);
  const asked = view.measure ?? usualMeasure;
  const isUnknown = measures.data?.some(({ code }) => code === asked) === false;
  const measure = isUnknown ? usualMeasure : asked;
  const { institution } = useSession();
  const address = breakdownAddress(measure, view, institution);
  const breakdown = useBreakdown(measure, view, address);
  useTitle(t('breakdown.title'));
  const found = measures.data?.find(({ code }) => code === measure);
  const answer = breakdown.data;
  return (
    <>
      <h1>{t('breakdown.title')}</h1>
      {isUnknown && <NothingCalled name="measure" value={asked} />}
      <Choice view={view} measure={measure} measures={measures.data ?? []} />
      <CutControl view={view} following={followingOf(isNow(view) ? 'polled' : 'fixed', breakdown.error)} />
      <Narrowing view={view} />
      {institution !== null && <p className="quiet">{t('breakdown.ownAlone')}</p>}
      {answer && <BasisBar basis={answer.basis} />}
      {found?.op === 'GROWTH' ? (
        <p className="state">{t('breakdown.growth')}</p>
      ) : (
        <>
          {breakdown.isError && <Failed error={breakdown.error} again={() => void breakdown.refetch()} />}
          {breakdown.isPending && <Loading />}
          {answer && <Cells answer={answer} view={view} />}
          {answer && answer.cells.length > 0 && (
            <ExportButtons
              of={t('breakdown.title')}
              address={address}
              name={`${measure}-by-${dimensionsIn(view.by).join('-')}`}
              basis={answer.basis}
            />
          )}
        </>
      )}
    </>
  );
};

/** Whichever comes first ends the days that count. */
const lastDay = (to: string | undefined, asOf: string): string => (to !== undefined && to < asOf ? to : asOf);

const Cells = ({ answer, view }: { readonly answer: BreakdownAnswer; readonly view: BreakdownView }) => {
  const { t } = useTranslation();
  const { total, unit, cells, by, basis } = answer;
  if (cells.length === 0)
    return (
      <p className="state">{t(isNarrowed(view, 'by', 'measure') ? 'breakdown.empty' : 'shell.nothingYet')}</p>
    );
  return (
    <>
      <p className="total">
        {t('breakdown.total')} <Quantity text={total} unit={unit} />{' '}
        <span className="quiet">
          {t(view.from === undefined ? 'breakdown.upTo' : 'breakdown.span', {
            from: view.from,
            to: lastDay(view.to, basis.effectiveAsOf),
          })}
        </span>
      </p>
      <div className={by.length === 1 && by[0] === 'district' ? 'side-by-side' : ''}>
        {by.length === 1 && by[0] === 'district' && <TileMap cells={cells} unit={unit} />}
        {by.length === 1 ? <Ranking answer={answer} view={view} /> : <HeatTable answer={answer} />}
      </div>
    </>
  );
};

const Choice = ({
  view,
  measure,
  measures,
}: {
  readonly view: BreakdownView;
  readonly measure: string;
  readonly measures: readonly Measure[];
}) => {
  const { t } = useTranslation();
  const name = useName();
  const navigate = useNavigate({ from: '/console/breakdown' });
  const [first = 'district', second] = dimensionsIn(view.by);
  const named = (each: CellDimension) => ({ value: each, label: t(`breakdown.dimension.${each}`) });
  const cutBy = (one: CellDimension, other: CellDimension | undefined): void =>
    void navigate({
      search: (now) => ({ ...now, by: other === undefined || other === one ? one : `${one},${other}` }),
    });
  return (
    <div className="cut no-print">
      <label>
        <span>{t('breakdown.measure')}</span>
        <Select
          aria-label={t('breakdown.measure')}
          showSearch={{ optionFilterProp: 'label' }}
          className="wide"
          value={measure}
          options={measures.map((each) => ({ value: each.code, label: name(each.name) }))}
          onChange={(chosen) => void navigate({ search: (now) => ({ ...now, measure: chosen }) })}
        />
      </label>
      <label>
        <span>{t('breakdown.by')}</span>
        <Select
          aria-label={t('breakdown.by')}
          value={first}
          className="medium"
          options={dimensions.map(named)}
          onChange={(one) => cutBy(one, second)}
        />
      </label>
      <label>
        <span>{t('breakdown.andBy')}</span>
        <Select
          aria-label={t('breakdown.andBy')}
          value={second ?? ''}
          className="medium"
          options={[
            { value: '' as const, label: t('breakdown.nothing') },
            ...dimensions.filter((each) => each !== first).map(named),
          ]}
          onChange={(other) =>
            cutBy(
              first,
              dimensions.find((each) => each === other),
            )
          }
        />
      </label>
    </div>
  );
};
