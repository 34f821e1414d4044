import type { IndicatorReported, SequencedFact } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { asWritten, metadataOf } from '#testing';

// Facts of reports for specs; only what this book looks at differs.

export const bankA = asInstitutionCode('C1010211000012');
export const insurer = 'Z1010311000014';

export const reported = (
  seq: number,
  stream: string,
  type: string,
  effectiveDate: string,
  data: object,
  more: Partial<Pick<SequencedFact, 'institution' | 'recordedAt'>> = {},
): SequencedFact => ({
  seq,
  stream,
  revision: 0,
  eventId: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  type,
  effectiveDate: asWritten(effectiveDate),
  institution: bankA,
  recordedAt: '2024-06-30T02:00:00.000Z',
  data,
  metadata: metadataOf({ reportId: `R${seq}`, stampedAt: '2024-06-30T02:00:00.000Z' }),
  ...more,
});

export const indicator = (
  seq: number,
  asAt: string,
  value: string,
  more: Partial<IndicatorReported['data']> = {},
  institution = insurer,
): SequencedFact => {
  const data = { indicator: 'pension-premium', value, unit: 'CNY', asAt, ...more };
  return reported(
    seq,
    `indicator-${institution}-${data.indicator}`,
    'IndicatorReported',
    '2024-06-30',
    data,
    {
      institution: asInstitutionCode(institution),
    },
  );
};
