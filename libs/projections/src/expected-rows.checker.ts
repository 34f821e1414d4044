import { checkedSeqSql, isAppliedSql } from './checker.js';

/**
 * What rows are derived by, some at a time: a subject has all facts that its rows follow from. From the facts come the subjects in whose
 * rows something may be missing or wrong; from the rows those of which there should be none.
 */
export interface SlicedBy {
  /** Subjects that facts in `block` bear on, as SQL: a column `subject`. */
  readonly ofFacts: string;
  /** Subjects of rows in `chosen`, likewise. */
  readonly ofRows: string;
  /** The facts of those in `subject`, whole rows of `facts`. */
  readonly facts: string;
  /** Where a subject has not all facts of its rows: whether a row (`stored`) rests on a later fact than what is derived (`derived`). */
  readonly isLater?: string;
}

/** How the rows of one table follow from the facts, said in SQL and nowhere in the code that writes them. */
export interface ExpectedRows {
  readonly table: string;
  readonly key: readonly string[];
  /**
   * A query that gives every column of every row that should be there; `recorded` are the facts, `told` those up to the checkpoint, `standing`
   * those that stand there.
   */
  readonly rows: string;
  /** Members of the page that are not compared: what a row remembers so that it can follow a reversal. */
  readonly remembered?: readonly string[];
  /** Absent: looked at as a whole. */
  readonly by?: SlicedBy;
}

/** Facts of the streams that the subjects are. */
export const factsOfStreams = `
  select found.* from subject cross join lateral (select * from facts where facts.stream = subject.subject offset 0) found`;

/** Where each stream of a kind is a subject; `ofRow` is its name, of a row. */
export const byStream = (kind: string, ofRow: string): SlicedBy => ({
  ofFacts: `select stream as subject from block where starts_with(stream, '${kind}-')`,
  ofRows: `select ${ofRow} as subject from chosen`,
  facts: factsOfStreams,
});

/** Enough to see what is wrong; a projection that went astray would give all its rows. */
export const mostMismatches = 100;

/**
 * With `told` before it: of each fact that was corrected or reversed the last change; and the facts that stand, as they were corrected.
 */
export const standingSql = `change as materialized (
      select distinct on (stream, (data->'corrects'->>'revision')::integer)
             stream, (data->'corrects'->>'revision')::integer as revision, type as changed, data->'replacement' as replacement
        from told where type in ('FactCorrected', 'FactReversed')
       order by stream, (data->'corrects'->>'revision')::integer, seq desc
    ), standing as not materialized (
      select told.seq, told.stream, told.revision, told.type, told.institution, told.recorded_at, told.metadata,
             coalesce((replacement->>'effectiveDate')::date, told.effective_date) as effective_date,
             coalesce(replacement, told.data) as data, changed is not null as is_changed
        from told left join change using (stream, revision)
       where changed is distinct from 'FactReversed' and told.type not in ('FactCorrected', 'FactReversed')
    )`;

export const toldSql = (facts: string, projection: string): string =>
  `select * from ${facts} facts where seq <= ${checkedSeqSql(`'${projection}'`)} and ${isAppliedSql(`'${projection}'`)}`;

export const contentOf = ({ remembered = [] }: ExpectedRows): string =>
  `to_jsonb(stored)${remembered.map((member) => ` #- '{page,${member}}'`).join('')}`;
