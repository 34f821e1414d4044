import { factsOf, type InstitutionKind, type Names, type SequencedFact } from '#facts';
import { standing } from '#projections';

/** An institution as it is shown (3.3). */
export interface InstitutionPage {
  readonly code: string;
  readonly name: Names;
  readonly kind: InstitutionKind;
  readonly lei: string | null;
  readonly cnaps: string | null;
  readonly reportingFrom: string;
  /** `since` is when the suspension was recorded. */
  readonly suspended: { readonly since: string; readonly reason: string } | null;
}

/** Facts about institutions, or undefined for others. */
export const institutionFact = factsOf('institution');

/** The institution after a fact of its stream. */
export const institutionPage = (
  page: InstitutionPage | undefined,
  sequenced: SequencedFact,
): InstitutionPage | undefined => {
  const fact = institutionFact(sequenced);
  if (!fact) return page;
  switch (fact.type) {
    case 'InstitutionRegistered':
    case 'InstitutionAmended': {
      const { code, name, kind, lei, cnaps, reportingFrom } = fact.data;
      return { code, name, kind, lei, cnaps, reportingFrom, suspended: page?.suspended ?? null };
    }
    case 'InstitutionSuspended':
      return {
        ...standing(page, fact),
        suspended: { since: fact.recordedAt, reason: fact.data.reason },
      };
    case 'InstitutionReinstated':
      return { ...standing(page, fact), suspended: null };
  }
};
