import type { Principal } from '#access';
import type { DimensionFilters } from '#figures';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/**
 * A bank sees its own; another's is to it like what does not exist. Gives the institutions that a list may show: those
 * asked for, cut down to the caller's own; undefined means all.
 */
const visibleInstitutions = (
  caller: Principal,
  asked: readonly string[] | undefined,
): readonly string[] | undefined => {
  if (caller.institution === null) return asked;
  return asked === undefined || asked.includes(caller.institution) ? [caller.institution] : [];
};

/** What a list is asked for, cut down to the caller's own; a page of 100 unless given. */
export const askedOfOwn = <
  Asked extends { readonly institution?: readonly string[]; readonly limit?: number },
>(
  caller: Principal,
  { institution, limit = 100, ...asked }: Asked,
): Omit<Asked, 'institution' | 'limit'> & {
  readonly institution?: readonly string[];
  readonly limit: number;
} => {
  const visible = visibleInstitutions(caller, institution);
  return { ...asked, ...(visible === undefined ? {} : { institution: visible }), limit };
};

export const maySee = (caller: Principal, institution: string): boolean =>
  caller.institution === null || caller.institution === institution;

/** Everybody reads progress; a bank narrows it only to itself, so that no cut tells it of another. */
export const allowedFilters = (caller: Principal, filters: DimensionFilters): DimensionFilters => {
  if (caller.institution === null) return filters;
  const own = caller.institution;
  const { institution = [], ...others } = filters;
  const foreign =
    institution.some((code) => code !== own) || Object.values(others).some((list) => list.length > 0);
  if (foreign)
    throw new ProblemAnswer(
      problem('forbidden', { detail: 'A bank narrows progress only by its own institution.' }),
    );
  return institution.length === 0 ? {} : { institution };
};
