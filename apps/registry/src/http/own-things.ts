import type { Principal } from '#access';
import type { DimensionFilters } from '#figures';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** The institutions that a list may show: a bank sees its own alone. Undefined means all; an empty list gives an empty page. */
const visibleInstitutions = (
  caller: Principal,
  asked: readonly string[] | undefined,
): readonly string[] | undefined => {
  if (caller.institution === null) return asked;
  return asked === undefined || asked.includes(caller.institution) ? [caller.institution] : [];
};

/** The filters of a list, restricted to what the caller may see, with the default page size. */
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

/** All roles read the progress of everybody together. A bank may narrow it to itself only, so that it learns nothing of another. */
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
