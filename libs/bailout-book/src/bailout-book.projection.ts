import type { Allocation, Disbursement } from '#contract';
import { column, readTable, refold, type RowFold, rowsOf, rowsProjection } from '#projections';
import {
  allocationAmended,
  allocationMoved,
  allocationPage,
  bailoutFact,
  bailoutProgrammeFact,
  type BailoutProgrammePage,
  bailoutProgrammePage,
  disbursementPage,
} from './bailout-pages.js';

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

/** One row for each disbursement. */
export const disbursementPageTable: RowFold<Disbursement> = {
  table: readTable('disbursement_page', {
    institution: column.key,
    programme: column.key,
    disbursement_id: column.key,
    kind: column.text,
    borrower_key: column.id,
    loan_id: { ...column.id, nullable: true },
    effective_date: column.date,
    page: column.json,
  }),
  columnsOf: ({ kind, borrower, loanId, effectiveDate }) => ({
    kind,
    borrower_key: borrower.id,
    loan_id: loanId,
    effective_date: effectiveDate,
  }),
  keysOf: (sequenced) => {
    const fact = bailoutFact(sequenced);
    return fact ? [[fact.institution, fact.data.programme, fact.data.disbursementId]] : [];
  },
  fold: disbursementPage,
  amend: refold(disbursementPage),
};

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

/** Disbursements, allocations and bailout programmes as they stand. */
export const bailoutBookProjection = rowsProjection('bailout-book', 2, [
  rowsOf(disbursementPageTable),
  rowsOf(allocationPageTable),
  rowsOf(bailoutProgrammePageTable),
]);
