import type { Allocation } from '#contract';
import type { RowFold } from '#projections';
import { allocationAmended, allocationMoved, allocationPage } from './allocation-page.js';

/** One row for each institution and programme, from the first grant or use on. */
export const allocationPageTable: RowFold<Allocation> = {
  table: 'allocation_page',
  key: ['institution', 'programme'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (fact) => {
    const moved = allocationMoved(fact);
    return moved ? [[moved.institution, moved.programme]] : [];
  },
  fold: allocationPage,
  amend: allocationAmended,
};
