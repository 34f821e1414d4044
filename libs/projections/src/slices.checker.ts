import type pg from 'pg';
import { type CheckedPart, checkedSeqSql, type Mismatch, type Slice } from './projection.js';
import { keyColumns, type ReadTable } from './read-table.table.js';

/**
 * A slice is looked up by keys. Of what there is little yet the database would rather read all, and go on like that when it has become
 * much.
 */
export const byKeys = async <Result>(
  client: pg.ClientBase,
  check: () => Promise<Result>,
): Promise<Result> => {
  await client.query('set local enable_seqscan = off');
  const result = await check();
  await client.query('set local enable_seqscan to default');
  return result;
};

/** What follows from the facts, in blocks of them up to the checkpoint; the last block goes on to the end of what is stored. */
export const partByBlocks = (
  name: string,
  projection: string,
  check: (client: pg.ClientBase, block: Slice) => Promise<readonly Mismatch[]>,
): CheckedPart => ({
  name,
  sliceEnd: async (client, after, most) => {
    const { rows } = await client.query<{ seq: number | null }>(
      `select ${checkedSeqSql('$1')}::float8 as seq`,
      [projection],
    );
    const end = Number(after ?? 0) + most;
    return end < (rows[0]?.seq ?? 0) ? String(end) : null;
  },
  check: (client, block) => byKeys(client, () => check(client, block)),
});

/** The key of the row at a place. */
const keyAt = (place: string | null): readonly string[] =>
  place === null ? [] : (JSON.parse(place) as readonly string[]);

/**
 * Rows of a table in the order of its key. `check` is given those of a slice as a condition on `stored`, with its parameters from the first
 * on.
 */
export const partOfRows = (
  { table, named = table.options.name }: { readonly table: ReadTable; readonly named?: string },
  check: (client: pg.ClientBase, rows: string, parameters: readonly string[]) => Promise<readonly Mismatch[]>,
): CheckedPart => {
  const key = keyColumns(table);
  const columns = key.map((column) => `stored.${column}`).join(', ');
  const beyond = (operator: '>' | '<=', at: readonly string[], from: number): string =>
    at.length === 0
      ? 'true'
      : `(${columns}) ${operator} (${at.map((_value, index) => `$${from + index}`).join(', ')})`;
  return {
    name: `rows of ${named}`,
    sliceEnd: async (client, after, most) => {
      const from = keyAt(after);
      const { rows } = await byKeys(client, () =>
        client.query<{ key: readonly string[] }>(
          `select json_build_array(${key.map((column) => `stored.${column}::text`).join(', ')}) as key from ${table.options.name} stored
            where ${beyond('>', from, 2)} order by ${columns} offset $1 limit 1`,
          [most - 1, ...from],
        ),
      );
      return rows[0] ? JSON.stringify(rows[0].key) : null;
    },
    check: (client, { after, upTo }) => {
      const [from, to] = [keyAt(after), keyAt(upTo)];
      const rows = `${beyond('>', from, 1)} and ${beyond('<=', to, 1 + from.length)}`;
      return byKeys(client, () => check(client, rows, [...from, ...to]));
    },
  };
};

/**
 * How many rows a step of a slice gives nobody knows beforehand: meeting by hash is never much too slow, and one by one may take a slice of 1,000 facts
 * half a minute.
 */
export const byHash = (part: CheckedPart): CheckedPart => ({
  ...part,
  check: async (client, slice) => {
    await client.query('set local enable_nestloop = off');
    const mismatches = await part.check(client, slice);
    await client.query('set local enable_nestloop to default');
    return mismatches;
  },
});

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
  /**
   * Where facts of a subject bear on rows of others too, of which there are not all facts: whether a row (`derived`) is one of the subjects'.
   */
  readonly isOfSubject?: string;
}

/** Facts of the streams that the subjects are. */
const factsOfStreams = `
  select found.* from subject cross join lateral (select * from facts where facts.stream = subject.subject offset 0) found`;

/** Where each stream of a kind is a subject; `ofRow` is its name, of a row. */
export const byStream = (kind: string, ofRow: string): SlicedBy => ({
  ofFacts: `select stream as subject from block where starts_with(stream, '${kind}-')`,
  ofRows: `select ${ofRow} as subject from chosen`,
  facts: factsOfStreams,
});

const isOfDisbursement = `(type = 'BailoutDisbursed' or type = 'BailoutReturned')`;
const isChange = `(type = 'FactCorrected' or type = 'FactReversed')`;

/** What changed each of some facts, which a table holds. */
export const changesOfSql = (facts: string): string => `
  select changes.* from ${facts} cross join lateral (
    select * from facts where facts.stream = ${facts}.stream
       and (data->'corrects'->>'revision')::integer = ${facts}.revision and ${isChange} offset 0) changes`;

/**
 * Facts of the disbursements that a table has as `subject`, by stream and id: a bank's stream in a programme has very many, and `/` is in no id.
 * Compared as the index `facts_disbursement` does, not as names of streams are: else all of the stream is read for each of them.
 */
export const factsOfDisbursementsSql = (named: string): string => `
  select found.* from ${named} cross join lateral (
    select * from facts where stream = split_part(${named}.subject, '/', 1)
       and data->>'disbursementId' = split_part(${named}.subject, '/', 2) collate "default" and ${isOfDisbursement} offset 0) found`;

/** One disbursement with its returns. */
export const byDisbursement: SlicedBy = {
  ofFacts: `
    select stream || '/' || (data->>'disbursementId') as subject from block where ${isOfDisbursement}
    union all
    select original.stream || '/' || (original.data->>'disbursementId')
      from block change cross join lateral (
        select * from facts where facts.stream = change.stream
           and facts.revision = (change.data->'corrects'->>'revision')::integer offset 0) original
     where change.type in ('FactCorrected', 'FactReversed') and original.type in ('BailoutDisbursed', 'BailoutReturned')`,
  ofRows: `select 'bailout-' || institution || '-' || programme || '/' || disbursement_id as subject from chosen`,
  facts: `
    with own as materialized (${factsOfDisbursementsSql('subject')})
    select * from own
    union all (${changesOfSql('own')})`,
};

/** Each loan by its stream. */
export const byLoan = byStream('loan', `'loan-' || institution || '-' || loan_id`);

/** What the arbiter says of a claim. */
export const settlingTypes = `('FirstTimeRecognised', 'FirstTimeSuperseded', 'FirstTimeDenied', 'FirstTimeRevoked')`;

/** A loan, with what the arbiter settled of it in the streams of the borrowers that it was claimed for: these are short. */
export const byClaimedLoan: SlicedBy = {
  ...byLoan,
  ofFacts: `${byLoan.ofFacts}
    union all select 'loan-' || institution || '-' || (data->>'loanId') from block where type in ${settlingTypes}`,
  facts: `
    with own as materialized (${factsOfStreams}), claimed as materialized (
      select distinct 'borrower-' || (coalesce(data->'replacement', data)->'borrower'->>'id') as stream, own.stream as loan
        from own where type in ('FirstTimeClaimed', 'FactCorrected')
    )
    select * from own
    union all
    select settled.* from claimed cross join lateral (
      select * from facts where facts.stream = claimed.stream and type in ${settlingTypes}
         and 'loan-' || institution || '-' || (data->>'loanId') = claimed.loan offset 0) settled`,
};

/** One fact, with what changed it. */
export const byChangedFact: Pick<SlicedBy, 'ofFacts' | 'facts'> = {
  ofFacts: `
    select stream || '/' || revision as subject from block where not ${isChange}
    union all
    select stream || '/' || (data->'corrects'->>'revision') from block where ${isChange}`,
  facts: `
    with own as materialized (
      select found.* from subject cross join lateral (
        select * from facts where stream = split_part(subject.subject, '/', 1)
           and revision = split_part(subject.subject, '/', 2)::integer offset 0) found
    )
    select * from own
    union all (${changesOfSql('own')})`,
};
