import { describe, expect, it } from '@jest/globals';
import type { InstitutionKind } from '#facts';
import type { Institution } from '#institutions';
import { asWritten, exampleBank, exampleReport, type ExampleType } from '#testing';
import { identification, usccInDoubt, readReport } from './read-report.js';

const sender = (kind: InstitutionKind = 'BANK', suspended = false): Institution => ({
  status: 'REGISTERED',
  suspended: suspended ? { reason: 'an audit' } : null,
  data: {
    code: exampleBank,
    name: { zh: '银行', en: 'Bank' },
    kind,
    lei: null,
    cnaps: null,
    reportingFrom: asWritten('2024-01-01'),
  },
});

const token = `P1_${'A2'.repeat(13)}`;
const identified = (
  type: ExampleType,
  changes: object,
  from: Institution = sender(),
  accepted = false,
): readonly string[] => {
  const reading = readReport(exampleReport(type, changes), exampleBank, '2024-12-31');
  if (reading.outcome !== 'read') throw new Error(JSON.stringify(reading));
  return identification(reading.report, from, accepted).map(({ rule, pointer }) => `${rule} ${pointer}`);
};
const borrower = (changes: object) => ({
  borrower: {
    idType: 'USCC',
    id: '91310000132260250X',
    kind: 'INDIVIDUAL_BUSINESS',
    size: 'MICRO',
    district: '310115',
    industry: 'C',
    ...changes,
  },
});
const person = (id: string) => borrower({ idType: 'PERSON_TOKEN', id });

describe('identification', () => {
  it('IDN-R01: a USCC with the right check character, or of the legacy list', () => {
    for (const id of ['91310000132260250X', '914403001922038216', '91350100M0001TGQXM', '91350203M0001QAY9B'])
      expect(identified('loan.issued', borrower({ id }))).toEqual([]);
    for (const id of [
      '913100001322602501',
      '91310000132260250x',
      '9131000013226025',
      '91310000132260250XX',
      '91350100M0001TGQXN',
      token,
    ])
      expect([id, identified('loan.issued', borrower({ id }))]).toEqual([id, ['IDN-R01 /data/borrower/id']]);
  });

  it('IDN-R01: or one that a fact made lawful, whatever else is wrong with it', () => {
    const doubted = '913100001322602501';
    expect(identified('loan.issued', borrower({ id: doubted }), sender(), true)).toEqual([]);
    const inDoubt = (type: ExampleType, changes: object) => {
      const reading = readReport(exampleReport(type, changes), exampleBank, '2024-12-31');
      return reading.outcome === 'read' ? usccInDoubt(reading.report) : reading;
    };
    for (const type of [
      'loan.opened',
      'loan.issued',
      'borrower.first-time-flagged',
      'bailout.disbursed',
    ] as const)
      expect(inDoubt(type, borrower({ id: doubted }))).toBe(doubted);
    for (const id of ['91310000132260250X', '91350100M0001TGQXM', doubted.slice(1), `${doubted}0`, token])
      expect(inDoubt('loan.issued', borrower({ id }))).toBeUndefined();
    expect(inDoubt('loan.issued', person(token))).toBeUndefined();
    expect(inDoubt('loan.repaid', {})).toBeUndefined();
  });

  it('IDN-R02: a token of the current key version', () => {
    expect(identified('loan.issued', person(token))).toEqual([]);
    for (const id of [
      token.replace('P1', 'P2'),
      token.toLowerCase(),
      `${token}A`,
      token.slice(0, -1),
      `P1_${'A1'.repeat(13)}`,
      '91310000132260250X',
    ])
      expect([id, identified('loan.issued', person(id))]).toEqual([id, ['IDN-R02 /data/borrower/id']]);
  });

  it('of every report with a borrower, and of no other', () => {
    for (const type of [
      'loan.opened',
      'loan.issued',
      'borrower.first-time-flagged',
      'bailout.disbursed',
    ] as const)
      expect(identified(type, borrower({ id: 'x' }))).toEqual(['IDN-R01 /data/borrower/id']);
    for (const type of [
      'loan.renewed',
      'loan.extended',
      'loan.repaid',
      'loan.reclassified',
      'loan.written-off',
      'loan.cancelled',
      'bailout.returned',
      'indicator.reported',
    ] as const)
      expect(identified(type, {})).toEqual([]);
  });

  it('IDN-R05: an institution that is suspended, or that nobody registered', () => {
    expect(identified('loan.repaid', {}, sender('BANK', true))).toEqual(['IDN-R05 /source']);
    expect(identified('loan.repaid', {}, { status: 'UNKNOWN' })).toEqual(['IDN-R05 /source']);
  });

  it('IDN-R06: this kind may not send this', () => {
    expect(identified('loan.repaid', {}, sender('AUTHORITY'))).toEqual(['IDN-R06 /type']);
    expect(identified('bailout.disbursed', {}, sender('AUTHORITY'))).toEqual([]);
    expect(identified('bailout.disbursed', {}, sender('GUARANTOR'))).toEqual(['IDN-R06 /type']);
    expect(identified('bailout.disbursed', { kind: 'GUARANTEED_RELIEF' }, sender('GUARANTOR'))).toEqual([]);
    expect(identified('bailout.returned', {}, sender('INSURER'))).toEqual(['IDN-R06 /type']);
  });

  it('tells all, in the order of the table', () => {
    expect(identified('loan.issued', borrower({ id: 'x' }), sender('INSURER', true))).toEqual([
      'IDN-R01 /data/borrower/id',
      'IDN-R05 /source',
      'IDN-R06 /type',
    ]);
  });
});
