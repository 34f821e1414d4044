import type { Principal } from '#access';

/**
 * A bank sees its own; another's is to it like what does not exist. Gives the institutions that a list may show: those
 * asked for, cut down to the caller's own; undefined means all.
 */
export const visibleInstitutions = (
  caller: Principal,
  asked: readonly string[] | undefined,
): readonly string[] | undefined => {
  if (caller.institution === null) return asked;
  return asked === undefined || asked.includes(caller.institution) ? [caller.institution] : [];
};

export const maySee = (caller: Principal, institution: string): boolean =>
  caller.institution === null || caller.institution === institution;
