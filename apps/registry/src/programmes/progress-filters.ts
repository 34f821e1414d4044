import type { Principal } from '#access';
import type { DimensionFilters } from '#figures';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';

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
