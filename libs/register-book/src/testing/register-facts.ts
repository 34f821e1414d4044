import { type InstitutionData, type KeyIssued, type NewFact, type SequencedFact, streams } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { metadataOf } from '#testing';

// Facts of institutions and keys for specs.

export const bankA = asInstitutionCode('C1010211000012');
export const bankB = asInstitutionCode('C1010311000014');

let facts = 0;

/** A fact and the stream it belongs to. */
export interface Planted {
  readonly stream: string;
  readonly fact: NewFact;
}

const planted = (stream: string, type: string, data: object): Planted => {
  const code = streams.institution.read(stream)?.code;
  return {
    stream,
    fact: {
      eventId: `00000000-0000-7000-8000-${String((facts += 1)).padStart(12, '0')}`,
      type,
      effectiveDate: null,
      institution: code === undefined ? null : asInstitutionCode(code),
      data,
      metadata: metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' }),
    },
  };
};

const institution =
  (type: string) =>
  (code: string, more: Partial<InstitutionData> = {}): Planted =>
    planted(`institution-${code}`, type, {
      code,
      name: { zh: '银行', en: 'Bank' },
      kind: 'BANK',
      lei: null,
      cnaps: null,
      reportingFrom: '2024-01-01',
      ...more,
    });

export const registered = institution('InstitutionRegistered');
export const amended = institution('InstitutionAmended');

export const suspended = (code: string, reason: string): Planted =>
  planted(`institution-${code}`, 'InstitutionSuspended', { code, reason });

export const reinstated = (code: string): Planted =>
  planted(`institution-${code}`, 'InstitutionReinstated', { code });

export const keyIssued = (keyId: string, more: Partial<KeyIssued['data']> = {}): Planted =>
  planted(`key-${keyId}`, 'KeyIssued', {
    keyId,
    secretHash: 'f'.repeat(64),
    role: 'bank',
    institution: bankA,
    label: 'gateway',
    expiresAt: null,
    ...more,
  });

export const usccAccepted = (code: string, reason: string): Planted =>
  planted(`uscc-${code}`, 'UsccAccepted', { code, reason });

export const keyRevoked = (keyId: string): Planted => planted(`key-${keyId}`, 'KeyRevoked', { keyId });

/** Sequences facts in the given order, from seq 11 on, a second apart. */
export const sequenced = (given: readonly Planted[]): readonly SequencedFact[] =>
  given.map(({ stream, fact }, index) => ({
    ...fact,
    stream,
    revision: index,
    seq: 11 + index,
    recordedAt: `2024-06-30T00:00:0${index}.000Z`,
  }));
