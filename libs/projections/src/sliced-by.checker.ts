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
