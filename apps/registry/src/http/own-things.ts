import type { Principal } from '#access';

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

/** What a list is asked for, cut down to the caller's own; a page of 100 unless told. */
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
