import { type AsWritten, asWritten } from './as-written.js';
import { type FactMetadata, factValueOf, type StoredFact } from '#facts';

/** How a fact came to be; what a spec never looks at is the same in all of them. */
export const metadataOf = (changes: Partial<FactMetadata> = {}): FactMetadata => ({
  reportId: null,
  source: null,
  time: null,
  reportDigest: null,
  stampedAt: '2024-01-01T00:00:00.000Z',
  actor: 'registry',
  ruleSetVersion: 1,
  flags: [],
  causationId: null,
  correlationId: null,
  salt: '000102030405060708090a0b0c0d0e0f',
  extensions: {},
  ...changes,
});

/** A fact as a stream holds it; what a fold never looks at is the same in all facts of its type. */
export const factOf = (
  type: string,
  data: object,
  more: Partial<Omit<AsWritten<StoredFact>, 'type' | 'data' | 'metadata'>> & {
    readonly metadata?: Partial<FactMetadata>;
  } = {},
): StoredFact => ({
  eventId: '00000000-0000-7000-8000-000000000001',
  stream: 'stream',
  revision: 0,
  effectiveDate: factValueOf(type)?.effectiveDate ? asWritten('2024-01-01') : null,
  institution: factValueOf(type)?.institution ? asWritten('C1010211000012') : null,
  ...asWritten<Partial<Omit<StoredFact, 'type' | 'data' | 'metadata'>>>(more),
  type,
  data,
  metadata: metadataOf(more.metadata),
});
