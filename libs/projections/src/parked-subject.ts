import { factValueOf, loanStream, type SequencedFact } from '#facts';

/** As it should be: a fact that cannot be applied may lack any of it. */
interface WithIds {
  readonly loanId?: Parameters<typeof loanStream>[1];
  readonly disbursementId?: string;
  readonly corrects?: { readonly revision: number };
}

/**
 * What a fact waits with where one before it cannot be applied: a loan is its stream, and what is settled of its claim belongs to it; of a
 * stream of disbursements it is the one. Of a correction or reversal of a disbursement: `of`, the id of that one.
 */
export const parkedWith = ({ type, stream, institution, data }: SequencedFact, of?: string): string => {
  const { loanId, disbursementId = of } = data as WithIds;
  switch (factValueOf(type)?.subject) {
    case 'claim':
    case 'contest':
      return institution === null || loanId === undefined ? stream : loanStream(institution, loanId);
    case 'disbursement':
    case 'fact':
      return disbursementId === undefined ? stream : `${stream}/${disbursementId}`;
    default:
      return stream;
  }
};

/** The revision that a fact corrects or reverses, where that says what it waits with. */
export const revisionAsked = ({ type, data }: SequencedFact): number | undefined =>
  factValueOf(type)?.subject === 'fact' ? (data as WithIds).corrects?.revision : undefined;
