import type { BusinessDate } from '#calendar';
import {
  type ArbitrationFact,
  type BorrowerFact,
  factValueOf,
  type FirstTimeReason,
  type StoredFact,
} from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { ArbitratedClaim, Status } from './arbitrate.js';
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

/** A fact as it is to be appended, without what recording adds. */
export type DerivedChange = Pick<ArbitrationFact, 'type' | 'data'> & {
  readonly institution: InstitutionCode;
  readonly effectiveDate: BusinessDate;
};

const types = {
  RECOGNISED: 'FirstTimeRecognised',
  SUPERSEDED: 'FirstTimeSuperseded',
  DENIED: 'FirstTimeDenied',
  REVOKED: 'FirstTimeRevoked',
} as const satisfies Record<ArbitratedClaim['status'], ArbitrationFact['type']>;

/**
 * What the stream does not say yet. What ends comes before the recognition, so that at every place in the order there is at
 * most one recognised claim.
 */
export const derive = (
  { borrowerKey, causedBy }: { readonly borrowerKey: string; readonly causedBy: number },
  settled: Settled,
  arbitrated: readonly ArbitratedClaim[],
): readonly DerivedChange[] => {
  const changes = arbitrated.flatMap((claim) => changesOf(settled, claim));
  return changes
    .toSorted((one, other) => Number(isRecognition(one)) - Number(isRecognition(other)))
    .map(({ claim, type, reason, held, effectiveDate }) => ({
      type,
      institution: claim.institution,
      effectiveDate,
      data: { borrowerKey, loanId: claim.loanId, reason, earlierDate: claim.earlierDate, held, causedBy },
    })) as readonly DerivedChange[];
};

interface Change {
  readonly claim: ArbitratedClaim;
  readonly type: ArbitrationFact['type'];
  readonly reason: ArbitrationFact['data']['reason'];
  readonly held: boolean;
  readonly effectiveDate: BusinessDate;
}

const isRecognition = ({ type }: Change): boolean => type === 'FirstTimeRecognised';

const changesOf = ({ claims, holder }: Settled, claim: ArbitratedClaim): readonly Change[] => {
  const key = claimKey(claim);
  const said = claims.get(key);
  const recognition = holder?.key === key ? holder : null;
  const change: Change = {
    claim,
    type: types[claim.status],
    reason: claim.reason,
    held: recognition !== null,
    effectiveDate: recognition?.effectiveDate ?? claim.drawdownDate,
  };
  if (said?.status !== claim.status || said.reason !== claim.reason) return [change];
  if (recognition === null || recognition.effectiveDate === claim.drawdownDate) return [];
  return [
    { ...change, type: 'FirstTimeRevoked', reason: 'DRAWDOWN_CHANGED' },
    { ...change, held: false, effectiveDate: claim.drawdownDate },
  ];
};
