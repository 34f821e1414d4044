import type { Allocation } from '#contract';
import { column, readTable, type RowFold } from '#projections';
import { allocationAmended, allocationMoved, allocationPage } from './allocation-page.js';

/** One row for each institution and programme, from the first grant or use on. */
export const allocationPageTable: RowFold<Allocation> = {
  table: readTable('allocation_page', { institution: column.key, programme: column.key, page: column.json }),
  keysOf: (fact) => {
    const moved = allocationMoved(fact);
    return moved ? [[moved.institution, moved.programme]] : [];
  },
  fold: allocationPage,
  amend: allocationAmended,
};
