import type { RowFold } from '#projections';
import { bailoutProgrammeFact } from '../bailout-book-facts.js';
import { type AllocationRequest, allocationRequest } from './allocation-request.js';

/** One row for each `Idempotency-Key` that led to a grant. */
export const allocationRequestTable: RowFold<AllocationRequest> = {
  table: 'allocation_request',
  key: ['idempotency_key'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = bailoutProgrammeFact(sequenced);
    return fact?.type === 'AllocationGranted' ? [[fact.data.idempotencyKey]] : [];
  },
  fold: allocationRequest,
};
