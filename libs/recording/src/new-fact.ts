import type { BusinessDate } from '#calendar';
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { formatInstant } from '#calendar';
import type { FactMetadata, NewFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { currentRules } from '#rules';

/** Who causes a fact. */
export interface Author {
  /** `key:{keyId}`, or `registry`. */
  readonly actor: string;
  readonly correlationId: string | null;
}

const randomBytesOfFact = 32;

/** For many facts at once: to ask for a few bytes costs as much as to ask for all of these. */
const pool = Buffer.alloc(randomBytesOfFact * 128);
let taken = pool.length;

/** Never given out before. */
const freshBytes = (): Buffer => {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += randomBytesOfFact;
  return pool.subarray(taken - randomBytesOfFact, taken);
};

/**
 * A fact ready to be appended, with an id of its own: ids are fresh for each decision and never derived from the
 * report, since a log takes the same ids at the same revision for the same append without comparing bodies.
 */
export const newFact = <Type extends string, Data extends object>(
  { type, data }: { readonly type: Type; readonly data: Data },
  { actor, correlationId }: Author,
  nowMs: number,
  more: Partial<
    Pick<
      FactMetadata,
      | 'reportId'
      | 'ruleSetVersion'
      | 'source'
      | 'time'
      | 'reportDigest'
      | 'flags'
      | 'causationId'
      | 'extensions'
    >
  > & {
    readonly effectiveDate?: BusinessDate;
    readonly institution?: InstitutionCode;
  } = {},
): NewFact<Type, Data> => {
  const { effectiveDate = null, institution = null, ...metadata } = more;
  const fresh = freshBytes();
  return {
    eventId: v7({ random: fresh.subarray(0, 16) }),
    type,
    effectiveDate,
    institution,
    data,
    metadata: {
      reportId: null,
      source: null,
      time: null,
      reportDigest: null,
      stampedAt: formatInstant(nowMs),
      actor,
      ruleSetVersion: currentRules.version,
      flags: [],
      causationId: null,
      correlationId,
      salt: fresh.toString('hex', 16),
      extensions: {},
      ...metadata,
    },
  };
};
