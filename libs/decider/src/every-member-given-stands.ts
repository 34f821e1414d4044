import { canonicalJson } from '#canonical-json';

/** A definition put again changes nothing when every member given equals what stands; absent members ask for nothing. */
export const everyMemberGivenStands = (given: object, standing: object): boolean =>
  Object.entries(given).every(
    ([member, value]) =>
      Object.hasOwn(standing, member) &&
      canonicalJson(value) === canonicalJson((standing as Record<string, unknown>)[member]),
  );
