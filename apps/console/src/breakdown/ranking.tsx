import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer } from '#contract';
import { drawn, exactQuantity } from '../figures/quantity.js';
import { Quantity } from '../figures/quantity-text.js';
import { loansOf, narrowedTo } from './cell-links.js';
import { useNameOfKey } from './names-of-keys.js';
import { mostOf } from './tile-map.js';
import type { BreakdownView } from './breakdown-view.js';

/** Cells in order of what they come to, the months in theirs: a table with a bar in each row, and ways on to loans and facts. */
export const Ranking = ({
  answer: { cells, by, unit },
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
  const most = mostOf(cells.map(({ quantity }) => quantity));
  return (
    <div className="scrolled tall ranked" tabIndex={0} role="region" aria-label={t('breakdown.ranking')}>
      <table className="ranking">
        <thead>
          <tr>
            <th scope="col">{t(`breakdown.dimension.${dimension}`)}</th>
            <th scope="col" className="number">
              {t('breakdown.quantity')}
            </th>
            <th scope="col" className="number">
              {t('breakdown.share')}
            </th>
            <th scope="col" className="no-print">
              {t('breakdown.behind')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ranked.map(({ keys, quantity, share }) => {
            const key = keys[dimension] ?? '';
            const loans = loansOf(view, keys);
            const called = name(dimension, key);
            return (
              <tr key={key}>
                <th scope="row">
                  <bdi>{called}</bdi>
                  <meter
                    className="bar"
                    min={0}
                    max={Math.max(most, 1)}
                    value={Math.max(0, drawn(quantity))}
                    aria-label={`${called}: ${exactQuantity(quantity, unit)}`}
                  />
                </th>
                <td>
                  <Quantity text={quantity} unit={unit} />
                </td>
                <td>{share === null ? '' : <Quantity text={share} unit="RATIO" />}</td>
                <td className="links no-print">
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
                      search={loans}
                      aria-label={t('breakdown.loansOf', { name: called })}
                    >
                      {t('breakdown.loans')}
                    </Link>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
