import { canonicalJson } from '#canonical-json';

/** A definition put again changes nothing when it is, as a whole, what stands. */
export const standsAlready = (data: object, standing: object): boolean =>
  canonicalJson(data) === canonicalJson(standing);
