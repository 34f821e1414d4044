import type { Claim, ClaimStatus } from '#contract';
import { fitting, type Given, isCode } from '../figures/cut.js';

export const claimStatuses: readonly ClaimStatus[] = [
  'PENDING',
  'RECOGNISED',
  'SUPERSEDED',
  'DENIED',
  'REVOKED',
];

/** What a list of claims is narrowed to, as its address says it. */
export interface ClaimsView {
  readonly status?: ClaimStatus | undefined;
  readonly institution?: string | undefined;
  /** Only those that are contested. */
  readonly contested?: 'true' | undefined;
}

export const claimsViewIn = (search: Given): ClaimsView => ({
  status: claimStatuses.find((each) => each === search['status']),
  institution: fitting(search['institution'], isCode),
  contested: search['contested'] === 'true' ? 'true' : undefined,
});

/** Contested claims by borrower, of those that nobody has decided yet. */
export const undecidedIn = (contested: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> => {
  const found = new Map<string, readonly Claim[]>();
  for (const claim of contested)
    found.set(claim.borrowerKey, [...(found.get(claim.borrowerKey) ?? []), claim]);
  const isDecided = (claims: readonly Claim[]): boolean =>
    claims.some(({ reason }) => reason === 'CONTEST_DECIDED');
  return new Map([...found].filter(([, claims]) => !isDecided(claims)));
};
