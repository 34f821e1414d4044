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

/** Random bytes for many facts, drawn together: one call of the generator costs the same for a few bytes as for all of these. */
const pool = Buffer.alloc(randomBytesOfFact * 128);
let taken = pool.length;

/** Bytes of the pool that were not handed out before. */
const freshBytes = (): Buffer => {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += randomBytesOfFact;
  return pool.subarray(taken - randomBytesOfFact, taken);
};

/**
 * A fact ready to be appended. Its event id is new for each decision and never derived from the report: an event store takes an append with
 * the same ids at the same revision for a repetition, without comparing the bodies.
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
