import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type BusinessDate, businessDate } from '#calendar';
import { asInstitutionCode } from '#identifiers';
import { factViolations, reportedAs } from './known-facts.js';
import { factValueOf, factValues, typesOfKinds } from './fact-values.js';
import type { SequencedFact } from './stored-fact.js';
import { streams } from './streams.js';

interface Row extends Omit<SequencedFact, 'recordedAt' | 'eventId' | 'effectiveDate'> {
  readonly event_id: string;
  readonly effective_date: BusinessDate | null;
}

/** What a released version recorded, over every kind of report and of administration. */
const recorded = (): readonly SequencedFact[] => {
  const { tables } = JSON.parse(gunzipSync(readFileSync('test/released/spine.gz')).toString()) as {
    readonly tables: { readonly facts: string };
  };
  return (JSON.parse(tables.facts) as readonly Row[]).map(
    ({ event_id, effective_date, ...row }): SequencedFact => ({
      ...row,
      eventId: event_id,
      effectiveDate: effective_date,
      recordedAt: '',
    }),
  );
};

const facts = recorded();

const first = (type: string): SequencedFact => {
  const found = facts.find((fact) => fact.type === type);
  if (!found) throw new Error(`No ${type} was recorded.`);
  return found;
};

describe('what is known of types of facts', () => {
  it('holds for every fact that a released version recorded', () => {
    expect(facts.length).toBeGreaterThan(200);
    for (const fact of facts)
      expect([fact.seq, fact.type, factViolations(fact)]).toEqual([fact.seq, fact.type, []]);
  });

  it('stands under the name of each type', () => {
    for (const [type, value] of Object.entries(factValues)) expect(value.type).toBe(type);
  });

  it('gives every kind of stream some types', () => {
    const kinds = Object.keys(streams) as (keyof typeof streams)[];
    for (const kind of kinds) expect(typesOfKinds(kind)).not.toEqual([]);
    expect(typesOfKinds(...kinds)).toEqual(Object.keys(factValues));
    expect(typesOfKinds('key', 'bailout')).toEqual([
      'BailoutDisbursed',
      'BailoutReturned',
      'FactCorrected',
      'FactReversed',
      'KeyIssued',
      'KeyRevoked',
    ]);
  });

  it('knows the way back to the report of each fact that repeats one', () => {
    const reported = facts.flatMap((fact) => reportedAs(fact) ?? []);
    expect(new Set(reported.map(({ type }) => type)).size).toBe(12);
    expect(reportedAs(first('BailoutReturned'))).toEqual({
      type: 'bailout.returned',
      subject: expect.any(String),
      data: { effectiveDate: expect.any(String), programme: expect.any(String), amount: expect.any(String) },
    });
    expect(reportedAs(first('MeasureDefined'))).toBeUndefined();
    expect(reportedAs(first('FirstTimeRecognised'))).toBeUndefined();
  });

  it('is nothing for names that objects have by themselves', () => {
    expect(factValueOf('constructor')).toBeUndefined();
  });

  it('adds up members that are money', () => {
    for (const { amount, paths } of Object.values(factValues))
      if (amount !== null) expect(paths?.[`/data/${amount}`]).toBe('money');
  });

  it('lets definitions point at no text of a bank and at nobody by name', () => {
    const pointed = Object.values(factValues).flatMap(({ paths }) => Object.keys(paths ?? {}));
    for (const hidden of [
      'borrower/id',
      'borrower/name',
      'noteNo',
      'newNoteNo',
      'repaymentNo',
      'enquirySerialHash',
    ])
      expect(pointed).not.toContain(`/data/${hidden}`);
  });
});

describe('a fact held against its type', () => {
  const renewed = first('LoanRenewed');
  const { eventId, revision, effectiveDate, metadata } = renewed;
  const corrects = { reportId: metadata.reportId, eventId, revision };
  const replacement = { ...renewed.data, effectiveDate };
  const corrected = {
    ...renewed,
    type: 'FactCorrected',
    data: { corrects, replacement, reason: 'typing error' },
  };

  it('is sound as a correction that holds all of the fact that it replaces, and as a reversal', () => {
    expect(factViolations(corrected)).toEqual([]);
    expect(factViolations({ ...corrected, stream: 'indicator-C1457204326043-x' })).toEqual([]);
    expect(factViolations({ ...renewed, type: 'FactReversed', data: { corrects, reason: 'x' } })).toEqual([]);
  });
  const defined = first('MeasureDefined');

  it.each<[string, SequencedFact]>([
    ['type: LoanMoved is not known', { ...renewed, type: 'LoanMoved' }],
    ['stream: is none of loan', { ...renewed, stream: 'bailout-C1457204326043-OPEN' }],
    ['institution: ', { ...renewed, institution: null }],
    ['institution: ', { ...renewed, institution: asInstitutionCode('someone') }],
    ['effectiveDate: ', { ...renewed, effectiveDate: '2024-02-30' as BusinessDate }],
    ['effectiveDate: is none of this type', { ...defined, effectiveDate: businessDate('2024-02-29') }],
    ['data: ', { ...renewed, data: { ...renewed.data, renewedAmount: '12' } }],
    ['data: ', { ...renewed, data: { ...renewed.data, more: 1 } }],
    ['data: ', { ...renewed, data: {} }],
    ['stream: is none of loan, bailout, indicator', { ...corrected, stream: 'key-1' }],
    ['data: ', { ...corrected, data: { ...corrected.data, replacement: renewed.data } }],
    ['data: ', { ...corrected, data: { ...corrected.data, corrects: { revision: 1 } } }],
    ['metadata: ', { ...renewed, metadata: { ...renewed.metadata, salt: '' } }],
  ])('is told to have a fault: %s', (fault, fact) => {
    expect(factViolations(fact)).toEqual([expect.stringContaining(fault)]);
  });
});
