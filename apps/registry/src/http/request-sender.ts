import type { Principal } from '#access';

/** Who is answerable for a request: the institution, with all of its keys, or the key of one that has none. */
export const senderOf = ({ institution, keyId }: Principal): string => institution ?? `key ${keyId}`;
