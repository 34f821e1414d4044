import type { BailoutFact, BailoutProgrammeDefined, NewFact, SequencedFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { asWritten, borrower, metadataOf } from '#testing';

// Facts of bailouts for specs.

const metadata: NewFact['metadata'] = metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' });

let facts = 0;

/** A fact and the stream it belongs to. */
export interface Planted {
  readonly stream: string;
  readonly fact: NewFact;
}

const planted = (
  stream: string,
  type: string,
  data: object,
  more: Partial<Pick<NewFact, 'effectiveDate' | 'institution'>> = {},
): Planted => ({
  stream,
  fact: {
    eventId: `00000000-0000-7000-8000-${String((facts += 1)).padStart(12, '0')}`,
    type,
    effectiveDate: null,
    institution: null,
    data,
    metadata,
    ...more,
  },
});

type Disbursed = Extract<BailoutFact, { type: 'BailoutDisbursed' }>['data'];

export const disbursed = (
  institution: InstitutionCode,
  disbursementId: string,
  more: Partial<Disbursed> = {},
  effectiveDate = '2024-06-01',
): Planted => {
  const data = {
    disbursementId,
    programme: 'B24',
    kind: 'BRIDGE',
    borrower: borrower(),
    amount: '100.00',
    ...more,
  };
  return planted(`bailout-${institution}-${data.programme}`, 'BailoutDisbursed', data, {
    effectiveDate: asWritten(effectiveDate),
    institution,
  });
};

export const returned = (
  institution: InstitutionCode,
  disbursementId: string,
  amount: string,
  more: Partial<Pick<Disbursed, 'kind' | 'programme'>> & { readonly counts?: boolean } = {},
): Planted => {
  const data = { disbursementId, programme: 'B24', kind: 'BRIDGE', amount, ...more };
  return planted(`bailout-${institution}-${data.programme}`, 'BailoutReturned', data, {
    effectiveDate: asWritten('2024-07-01'),
    institution,
  });
};

const programmeFact =
  (type: string) =>
  (code: string, more: Partial<BailoutProgrammeDefined['data']> = {}): Planted =>
    planted(`bailout-programme-${code}`, type, {
      code,
      name: { zh: '纾困', en: 'Relief' },
      from: '2024-01-01',
      to: '2024-12-31',
      cap: null,
      ...more,
    });

export const defined = programmeFact('BailoutProgrammeDefined');
export const amended = programmeFact('BailoutProgrammeAmended');

export const granted = (institution: InstitutionCode, amount: string, programme = 'B24'): Planted =>
  planted(`bailout-programme-${programme}`, 'AllocationGranted', {
    programme,
    institution,
    amount,
    idempotencyKey: 'k',
  });

/** In the order given, from seq 11 on. */
export const sequenced = (given: readonly Planted[]): readonly SequencedFact[] =>
  given.map(({ stream, fact }, index) => ({
    ...fact,
    stream,
    revision: index,
    seq: 11 + index,
    recordedAt: metadata.stampedAt,
  }));
