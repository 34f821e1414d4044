import type { BusinessDate } from '#calendar';
import type { ArbitrationFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { ArbitratedClaim } from './arbitrate.js';
import { claimKey } from './dossier.js';
import type { Settled } from './settled.js';

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
