import type { Institution } from '#contract';
import { factsOf, type SequencedFact } from '#facts';
import { existing } from '#projections';

/** Facts about institutions, or undefined for others. */
export const institutionFact = factsOf('institution');

/** The institution after a fact of its stream. */
export const institutionPage = (
  page: Institution | undefined,
  sequenced: SequencedFact,
): Institution | undefined => {
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
        ...existing(page, fact),
        suspended: { since: fact.recordedAt, reason: fact.data.reason },
      };
    case 'InstitutionReinstated':
      return { ...existing(page, fact), suspended: null };
  }
};
