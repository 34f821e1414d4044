import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer } from '#contract';
import { drawn, type Unit } from '../figures/quantity.js';
import { Quantity } from '../figures/quantity-text.js';
import { useNameOfKey } from './names-of-keys.js';

/** Where each district lies to the others: column and row, from the north-west. The city as a whole is for who is from elsewhere. */
const places: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '310151': [5, 1],
  '310114': [2, 2],
  '310113': [3, 2],
  '310110': [5, 2],
  '310107': [2, 3],
  '310106': [3, 3],
  '310109': [4, 3],
  '310115': [5, 3],
  '310118': [1, 4],
  '310105': [2, 4],
  '310101': [4, 4],
  '310104': [3, 4],
  '310117': [2, 5],
  '310112': [3, 5],
  '310120': [4, 5],
  '310116': [2, 6],
  '310000': [5, 6],
};

/** Five steps from nothing to the most there is; the figure stands in each tile all the same. */
export const stepOf = (quantity: string, most: number): number =>
  most <= 0 ? 0 : Math.max(0, Math.min(4, Math.floor((drawn(quantity) / most) * 5)));

export const mostOf = (quantities: readonly string[]): number => Math.max(0, ...quantities.map(drawn));

/** Shanghai's sixteen districts as tiles: each as large as the next, so that the small ones in the middle can be read. */
export const TileMap = ({
  cells,
  unit,
}: {
  readonly cells: BreakdownAnswer['cells'];
  readonly unit: Unit;
}) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const ofDistrict = new Map(cells.map(({ keys, quantity }) => [keys.district ?? '', quantity]));
  const most = mostOf(cells.map(({ quantity }) => quantity));
  return (
    <ul className="tiles" aria-label={t('breakdown.map')}>
      {Object.entries(places).map(([district, [column, row]]) => {
        const quantity = ofDistrict.get(district);
        return (
          <li
            key={district}
            className={`tile column-${column} row-${row} step-${stepOf(quantity ?? '0', most)}`}
          >
            <Link
              to="/console/breakdown"
              search={(now) => ({ ...now, district, by: now.by === 'district' ? 'institution' : now.by })}
            >
              <span>{name('district', district)}</span>
              <Quantity text={quantity ?? '0'} unit={unit} />
            </Link>
          </li>
        );
      })}
    </ul>
  );
};
