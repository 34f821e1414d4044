import type { ReadTable } from './read-table.table.js';
import type { SlicedBy } from './sliced-by.checker.js';
import { checkedSeqSql, isAppliedSql } from './checker.js';

/** How the rows of one table follow from the facts, said in SQL and nowhere in the code that writes them. */
export interface ExpectedRows {
  readonly table: ReadTable;
  /**
   * A query that gives every column of every row that should be there; `recorded` are the facts, `applied` those up to the checkpoint, `standing`
   * those that stand there.
   */
  readonly rows: string;
  /** Members of the page that are not compared: what a row remembers so that it can follow a reversal. */
  readonly remembered?: readonly string[];
  /** Absent: looked at as a whole. */
  readonly by?: SlicedBy;
  /** Absent: all rows of the table; else those of a kind, as a condition on `stored`, where the kinds of rows follow from different facts. */
  readonly only?: { readonly named: string; readonly rows: string };
}

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
export const mostMismatches = 100;

/**
 * With `applied` before it: of each fact that was corrected or reversed the last change; and the facts that stand, as they were corrected.
 */
export const standingSql = `change as materialized (
      select distinct on (stream, (data->'corrects'->>'revision')::integer)
             stream, (data->'corrects'->>'revision')::integer as revision, type as changed, data->'replacement' as replacement
        from applied where type in ('FactCorrected', 'FactReversed')
       order by stream, (data->'corrects'->>'revision')::integer, seq desc
    ), standing as not materialized (
      select applied.seq, applied.stream, applied.revision, applied.type, applied.institution, applied.recorded_at, applied.metadata,
             coalesce((replacement->>'effectiveDate')::date, applied.effective_date) as effective_date,
             coalesce(replacement, applied.data) as data, changed is not null as is_changed
        from applied left join change using (stream, revision)
       where changed is distinct from 'FactReversed' and applied.type not in ('FactCorrected', 'FactReversed')
    )`;

export const appliedSql = (facts: string, projection: string): string =>
  `select * from ${facts} facts where seq <= ${checkedSeqSql(`'${projection}'`)} and ${isAppliedSql(`'${projection}'`)}`;

export const contentOf = ({ remembered = [] }: ExpectedRows): string =>
  `to_jsonb(stored)${remembered.map((member) => ` #- '{page,${member}}'`).join('')}`;
