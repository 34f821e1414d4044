import { type BorrowerData, factsOf, type SequencedFact } from '#facts';
import type { InstitutionCode } from '#identifiers';

/** A borrower as one institution last described it, in whichever report. */
export interface BorrowerPage {
  readonly borrowerKey: string;
  readonly institution: InstitutionCode;
  readonly kind: BorrowerData['kind'];
  readonly size: BorrowerData['size'];
  readonly district: string;
  readonly industry: string;
  readonly name: string | null;
  /** Of the fact that describes it so. */
  readonly seq: number;
  /** Of the facts that described it before and stand, the last ones first: should this one be reversed, the next one describes it. */
  readonly before: readonly number[];
  /** There were more of them than are remembered. */
  readonly isCut?: true;
}

/** A firm may draw a loan every day: a row does not grow with them. */
const mostRemembered = 50;

/** Loans and bailouts, where borrowers are described, or undefined for other facts. */
const reportedFact = factsOf('loan', 'bailout');

/** Who is described in a fact, and by whom; undefined for facts that describe nobody. */
export const described = (
  sequenced: SequencedFact,
): { readonly institution: InstitutionCode; readonly borrower: BorrowerData } | undefined => {
  const fact = reportedFact(sequenced);
  if (!fact || !('borrower' in fact.data)) return undefined;
  return { institution: fact.institution, borrower: fact.data.borrower };
};

const remembered = (seqs: readonly number[], isCut: boolean): Pick<BorrowerPage, 'before' | 'isCut'> => ({
  before: seqs.slice(0, mostRemembered),
  ...(isCut || seqs.length > mostRemembered ? { isCut: true } : {}),
});

/** The page that a fact describes, with what described it before. */
export const describedBy = (
  fact: SequencedFact,
  before: readonly number[],
  isCut: boolean,
): BorrowerPage | undefined => {
  const found = described(fact);
  if (!found) return undefined;
  const { id, kind, size, district, industry, name } = found.borrower;
  return {
    borrowerKey: id,
    institution: found.institution,
    kind,
    size,
    district,
    industry,
    name: name ?? null,
    seq: fact.seq,
    ...remembered(before, isCut),
  };
};

/** The last description stands, whatever was said before. */
export const borrowerPage = (page: BorrowerPage | undefined, fact: SequencedFact): BorrowerPage | undefined =>
  describedBy(fact, page ? [page.seq, ...page.before] : [], page?.isCut === true) ?? page;
