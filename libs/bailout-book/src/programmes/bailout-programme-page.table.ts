import { column, readTable, type RowFold } from '#projections';
import { bailoutProgrammeFact } from '../bailout-book-facts.js';
import { type BailoutProgrammePage, bailoutProgrammePage } from './bailout-programme-page.js';

/** One row for each bailout programme. */
export const bailoutProgrammePageTable: RowFold<BailoutProgrammePage> = {
  table: readTable('bailout_programme_page', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = bailoutProgrammeFact(sequenced);
    if (!fact) return [];
    return [[fact.type === 'AllocationGranted' ? fact.data.programme : fact.data.code]];
  },
  fold: bailoutProgrammePage,
};
