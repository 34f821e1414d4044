import type { SequencedFact } from '#facts';
import { metadataOf } from '#testing';
import { column, readTable } from '../read-table.table.js';
import type { RowFold } from '../row-fold.js';

// The smallest projection there is, for specs: rows that count, and are gone at zero.

export interface Count {
  readonly name: string;
  readonly count: number;
  /** Of the last fact counted. */
  readonly seq: number;
}

const counting = (fact: SequencedFact): { readonly name: string; readonly by: number } | undefined =>
  fact.type === 'Counted' ? (fact.data as { name: string; by: number }) : undefined;

export const counter: RowFold<Count> = {
  table: readTable('counter', { name: column.key, count: column.integer, page: column.json }),
  columnsOf: ({ count }) => ({ count }),
  keysOf: (fact) => {
    const step = counting(fact);
    return step ? [[step.name]] : [];
  },
  fold: (page, fact) => {
    const step = counting(fact);
    if (!step || step.by === 0) return page;
    if (step.by === 13) throw new Error('Thirteen cannot be counted.');
    const count = (page?.count ?? 0) + step.by;
    return count === 0 ? undefined : { name: step.name, count, seq: fact.seq };
  },
};

export const counted = (seq: number, name: string, by = 1): SequencedFact => ({
  seq,
  stream: `counter-${name}`,
  revision: seq - 1,
  eventId: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  type: 'Counted',
  effectiveDate: null,
  institution: null,
  data: { name, by },
  recordedAt: '2024-06-30T00:00:00.000Z',
  metadata: metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' }),
});
