import { asWritten } from './as-written.js';
import type { NewFact } from '#facts';
import { metadataOf } from './fact-of.js';

// Corrections and reversals as they are recorded, for specs; nothing that reads them looks at more than the revision that they change.

let made = 0;

const change = (type: string, revision: number, more: object): NewFact => ({
  eventId: `00000000-0000-7000-9000-${String((made += 1)).padStart(12, '0')}`,
  type,
  effectiveDate: asWritten('2024-08-01'),
  institution: null,
  data: {
    corrects: { reportId: `r${revision}`, eventId: `event-${revision}`, revision },
    reason: 'typing error',
    ...more,
  },
  metadata: metadataOf({ reportId: `change-${made}`, stampedAt: '2024-06-30T00:00:00.000Z' }),
});

/** The fact at this revision of the stream is to stand as this one. */
export const correctedTo = (
  revision: number,
  { data, effectiveDate }: Pick<NewFact, 'data' | 'effectiveDate'>,
): NewFact => change('FactCorrected', revision, { replacement: { ...data, effectiveDate } });

/** The fact at this revision of the stream is gone. */
export const reversedAt = (revision: number): NewFact => change('FactReversed', revision, {});
