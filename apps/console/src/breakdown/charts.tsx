import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BreakdownAnswer, CellDimension } from '#contract';
import { Quantity } from '../figures/quantity-text.js';
import { drawn, quantityText, scaledOf, type Unit } from '../figures/quantity.js';
import { monthsOver, narrowedTo } from './breakdown-view.js';
import { useNameOfKey } from './names-of-keys.js';

/** Keys of one side: months in their order, others by what they come to. */
const keysOf = (cells: BreakdownAnswer['cells'], dimension: CellDimension): readonly string[] => {
  const sums = new Map<string, number>();
  for (const { keys, quantity } of cells) {
    const key = keys[dimension] ?? '';
    sums.set(key, (sums.get(key) ?? 0) + drawn(quantity));
  }
  if (dimension === 'month') return monthsOver([...sums.keys()]);
  return [...sums].sort(([, one], [, other]) => other - one).map(([key]) => key);
};

const sumOf = (cells: BreakdownAnswer['cells'], unit: Unit): string =>
  quantityText(
    cells.reduce((sum, { quantity }) => sum + scaledOf(quantity), 0n),
    unit,
  );

/** Two dimensions at once: what is much is dark, and every cell leads to its facts. */
export const HeatTable = ({ answer: { cells, by, unit, total } }: { readonly answer: BreakdownAnswer }) => {
  const { t } = useTranslation();
  const name = useNameOfKey();
  const [down, across] = by;
  if (!down || !across) return null;
  const columns = keysOf(cells, across);
  const most = mostOf(cells.map(({ quantity }) => quantity));
  const at = (row: string, column: string) =>
    cells.find(({ keys }) => keys[down] === row && keys[across] === column);
  // What is counted once in all may be counted in several cells, which come to more than it then.
  const hasSums = total !== null && scaledOf(sumOf(cells, unit)) === scaledOf(total);
  const sum = (dimension: CellDimension, key: string) => (
    <Quantity
      text={sumOf(
        cells.filter(({ keys }) => keys[dimension] === key),
        unit,
      )}
      unit={unit}
    />
  );
  return (
    <div className="scrolled" tabIndex={0} role="region" aria-label={t('breakdown.heat')}>
      <table className="heat">
        <thead>
          <tr>
            <th scope="col">{t(`breakdown.dimension.${down}`)}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                <bdi>{name(across, column)}</bdi>
              </th>
            ))}
            {hasSums && <th scope="col">{t('breakdown.all')}</th>}
          </tr>
        </thead>
        <tbody>
          {keysOf(cells, down).map((row) => (
            <tr key={row}>
              <th scope="row">
                <bdi>{name(down, row)}</bdi>
              </th>
              {columns.map((column) => {
                const cell = at(row, column);
                return (
                  <td key={column} className={cell ? `step-${stepOf(cell.quantity, most)}` : ''}>
                    {cell && (
                      <Link to="/console/facts" search={(now) => ({ ...now, ...narrowedTo(now, cell.keys) })}>
                        <Quantity text={cell.quantity} unit={unit} />
                      </Link>
                    )}
                  </td>
                );
              })}
              {hasSums && <td>{sum(down, row)}</td>}
            </tr>
          ))}
        </tbody>
        {hasSums && (
          <tfoot>
            <tr>
              <th scope="row">{t('breakdown.all')}</th>
              {columns.map((column) => (
                <td key={column}>{sum(across, column)}</td>
              ))}
              <td>
                <Quantity text={total} unit={unit} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
};

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
const stepOf = (quantity: string, most: number): number =>
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
