import { v7 } from 'uuid';
import type { NewFact, StoredFact } from '#facts';
import { asInstitutionCode, type InstitutionCode } from '#identifiers';
import type { Append, ExpectedRevision } from '../event-log.js';
import type { FoundReport, ReportIndex } from '../report-index.js';

export const bank1 = asInstitutionCode('BANK0001');
export const bank2 = asInstitutionCode('BANK0002');

/** A fact as an institution's report makes it. */
export const plantedFact = (changes: Partial<NewFact> = {}): NewFact => ({
  eventId: v7(),
  type: 'LoanRenewed',
  effectiveDate: '2024-05-05' as NonNullable<NewFact['effectiveDate']>,
  institution: bank1,
  data: { renewalNo: 1, renewedAmount: '1200000.00', newMaturityDate: '2025-05-05' },
  ...changes,
  metadata: {
    reportId: `R-${v7()}`,
    source: 'urn:cn:bank:BANK0001',
    time: null,
    reportDigest: 'a'.repeat(64),
    stampedAt: '2024-05-06T01:02:03.456Z',
    actor: 'key:planted',
    ruleSetVersion: 1,
    flags: [],
    causationId: null,
    correlationId: null,
    salt: '0123456789abcdef0123456789abcdef',
    extensions: {},
    ...changes.metadata,
  },
});

export const plantedFacts = (count: number): readonly NewFact[] =>
  Array.from({ length: count }, () => plantedFact());

/** A stream name that no other test uses. */
export const newStream = (): string => `loan-BANK0001-${v7()}`;

export const plantedAppend = (
  stream: string,
  expectedRevision: ExpectedRevision,
  facts: readonly NewFact[] = [plantedFact()],
): Append => ({ stream, expectedRevision, facts });

/** The facts as they are read after an append that began at this revision. */
export const asStored = ({ stream, facts }: Append, firstRevision: number): readonly StoredFact[] =>
  facts.map((fact, place) => ({ ...fact, stream, revision: firstRevision + place }));

/** A fact of exactly so many bytes. */
export const factOfBytes = (bytes: number): NewFact => {
  const empty = plantedFact({ data: { text: '' } });
  const others =
    Buffer.byteLength(JSON.stringify(empty.data)) + Buffer.byteLength(JSON.stringify(empty.metadata));
  return { ...empty, data: { text: 'x'.repeat(bytes - others) } };
};

/** What the index finds for one report. */
export const foundIn = async (
  index: ReportIndex,
  institution: InstitutionCode,
  reportId: string,
): Promise<FoundReport | null> => (await index.findMany([{ institution, reportId }]))[0] ?? null;

export const collected = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
