import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer, Measure } from '#contract';
import { drawn, exactQuantity } from '../figures/quantity.js';
import { Quantity } from '../figures/quantity-text.js';
import { measuresQuery } from '../progress/progress.client.js';
import { Rows } from '../shell/listed.js';
import { type BreakdownView, loansOf, narrowedTo } from './breakdown-view.js';
import { useNameOfKey } from './names-of-keys.js';
import { mostOf } from './charts.js';

/** Cells in order of what they come to, the months in theirs: a table with a bar in each row, and ways on to loans and facts. */
export const Ranking = ({
  answer: { cells, by, unit, measure },
  view,
}: {
  readonly answer: BreakdownAnswer;
  readonly view: BreakdownView;
}) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const [dimension = 'district'] = by;
  const ranked =
    dimension === 'month'
      ? cells
      : [...cells].sort((one, other) => drawn(other.quantity) - drawn(one.quantity));
  const filter = useQuery(measuresQuery).data?.find(({ code }) => code === measure)?.filter ?? null;
  const most = mostOf(cells.map(({ quantity }) => quantity));
  return (
    <div className="ranked">
      <Rows
        title={t('breakdown.ranking')}
        items={ranked}
        columns={[
          t(`breakdown.dimension.${dimension}`),
          { title: t('breakdown.quantity'), of: 'figures' },
          { title: t('breakdown.share'), of: 'figures' },
          t('breakdown.behind'),
        ]}
        keyOf={({ keys }) => keys[dimension] ?? ''}
        cells={({ keys, quantity, share }) => {
          const called = name(dimension, keys[dimension] ?? '');
          return [
            <Fragment key="called">
              <bdi>{called}</bdi>
              <meter
                className="bar"
                min={0}
                max={Math.max(most, 1)}
                value={Math.max(0, drawn(quantity))}
                aria-label={`${called}: ${exactQuantity(quantity, unit)}`}
              />
            </Fragment>,
            <Quantity key="quantity" text={quantity} unit={unit} />,
            share !== null && <Quantity key="share" text={share} unit="RATIO" />,
            <Behind key="behind" keys={keys} view={{ ...view, measure }} called={called} filter={filter} />,
          ];
        }}
      />
    </div>
  );
};

/** Ways on from a cell. */
const Behind = ({
  keys,
  view,
  called,
  filter,
}: {
  readonly keys: BreakdownAnswer['cells'][number]['keys'];
  readonly view: BreakdownView & { readonly measure: string };
  readonly called: string;
  readonly filter: Measure['filter'];
}) => {
  const { t } = useTranslation();
  const loans = loansOf(view, keys, filter);
  const { measure, asOf, known, from, to } = view;
  return (
    <span className="links no-print">
      <Link
        to="/console/facts"
        search={(now) => ({ ...now, ...narrowedTo(view, keys) })}
        aria-label={t('breakdown.factsOf', { name: called })}
      >
        {t('breakdown.facts')}
      </Link>
      {loans && (
        <Link
          to="/console/loans"
          search={{ ...loans, measure, asOf, known, from, to }}
          aria-label={t('breakdown.loansOf', { name: called })}
        >
          {t('breakdown.loans')}
        </Link>
      )}
    </span>
  );
};
