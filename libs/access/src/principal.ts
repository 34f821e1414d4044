import type { Role } from '#facts';

/** Who a request comes from. */
export type Principal =
  | { readonly role: 'bank'; readonly institution: string; readonly keyId: string }
  | { readonly role: Exclude<Role, 'bank'>; readonly institution: null; readonly keyId: string };
