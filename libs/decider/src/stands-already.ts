import { canonicalJson } from '#canonical-json';

/** A definition put again changes nothing when it is, as a whole, what stands. */
export const isUnchanged = (data: object, current: object): boolean =>
  canonicalJson(data) === canonicalJson(current);
