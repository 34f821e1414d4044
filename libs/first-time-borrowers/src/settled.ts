import type { BusinessDate } from '#calendar';
import {
  type ArbitrationFact,
  type BorrowerFact,
  factValueOf,
  type FirstTimeReason,
  type StoredFact,
} from '#facts';
import type { Status } from './arbitrate.js';
import { claimKey } from './dossier.js';

/** What a borrower's stream says so far. */
export interface Settled {
  /** By claim, what was last said of it. */
  readonly claims: ReadonlyMap<
    string,
    { readonly status: Status['status']; readonly reason: FirstTimeReason | null }
  >;
  /** The recognised claim, with the effective date of its recognition. */
  readonly holder: { readonly key: string; readonly effectiveDate: BusinessDate } | null;
  /** Seq of the last fact that something here follows from; 0 for none. */
  readonly lastCause: number;
}

export const nothingSettled: Settled = { claims: new Map(), holder: null, lastCause: 0 };

const statuses = {
  FirstTimeRecognised: 'RECOGNISED',
  FirstTimeSuperseded: 'SUPERSEDED',
  FirstTimeDenied: 'DENIED',
  FirstTimeRevoked: 'REVOKED',
} as const satisfies Record<ArbitrationFact['type'], Status['status']>;

/** Written by the arbiter, and no supervisor's decision. */
export const isArbitration = (fact: StoredFact): fact is ArbitrationFact =>
  factValueOf(fact.type)?.bearing === 'settles';

/** What the stream says after the fact. */
export const afterSettling = (settled: Settled, fact: BorrowerFact): Settled => {
  if (!isArbitration(fact)) return settled;
  const { institution, effectiveDate, data } = fact;
  const key = claimKey({ institution, loanId: data.loanId });
  const claims = new Map(settled.claims).set(key, { status: statuses[fact.type], reason: data.reason });
  const holder = settled.holder?.key === key ? null : settled.holder;
  return {
    claims,
    holder: fact.type === 'FirstTimeRecognised' ? { key, effectiveDate } : holder,
    lastCause: Math.max(settled.lastCause, data.causedBy),
  };
};
