import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asInstitutionCode } from '#identifiers';
import { exampleBank, exampleReport, exampleTypes } from '#testing';
import { readReport } from './read-report.js';

const today = '2024-12-31';
const resident = '11010519491231002X';
const read = (value: unknown, institution = exampleBank) => readReport(value, institution, today);
const rulesIn = (value: unknown, institution = exampleBank): readonly string[] => {
  const reading = read(value, institution);
  return reading.outcome === 'refused'
    ? reading.violated.map(({ rule, pointer }) => `${rule} ${pointer}`)
    : [];
};

describe('reading a report', () => {
  it.each(exampleTypes)('%s is read', (type) => {
    expect(read(exampleReport(type))).toMatchObject({
      outcome: 'read',
      report: { type, id: `report-${type}` },
    });
  });

  it('SCH-R01: all places at once, with the id and the type where they are right', () => {
    const refused = read(exampleReport('loan.repaid', { amount: 1, effectiveDate: '' }));
    expect(refused).toEqual({
      outcome: 'refused',
      id: 'report-loan.repaid',
      type: 'xudai.loan.repaid.v1',
      violated: [
        { rule: 'SCH-R01', pointer: '/data/effectiveDate', message: expect.any(String) },
        { rule: 'SCH-R01', pointer: '/data/amount', message: expect.any(String) },
      ],
      retryable: false,
    });
    for (const id of [undefined, null, 5, {}, 'x'.repeat(201)])
      expect(read(exampleReport('loan.repaid', {}, { id }))).toMatchObject({ outcome: 'refused', id: null });
    // So that the sender finds its report.
    for (const id of ['', 'a b', 'x'.repeat(65), 'x'.repeat(200)])
      expect(read(exampleReport('loan.repaid', {}, { id }))).toMatchObject({ outcome: 'refused', id });
    for (const type of [undefined, null, 5, 'xudai.nothing.v1', '<script>'])
      expect(read(exampleReport('loan.repaid', {}, { type }))).toMatchObject({
        outcome: 'refused',
        type: null,
      });
    for (const value of [null, [], 'text', 1])
      expect(read(value)).toMatchObject({ outcome: 'refused', id: null, type: null });
  });

  it('IDN-R03: the source is the authenticated institution', () => {
    expect(rulesIn(exampleReport('loan.repaid'), asInstitutionCode('C1010311000014'))).toEqual([
      'IDN-R03 /source',
    ]);
    for (const source of [
      `/institutions/${exampleBank.toLowerCase()}`,
      `/institutions/${exampleBank}/`,
      '/institutions/x',
    ])
      expect(rulesIn(exampleReport('loan.repaid', {}, { source }))).toEqual(['IDN-R03 /source']);
  });

  it('IDN-R03 and IDN-R04 are told together, the first named', () => {
    const report = exampleReport('loan.cancelled', { reason: `for ${resident}` });
    expect(rulesIn(report)).toEqual(['IDN-R04 ']);
    expect(rulesIn(report, asInstitutionCode('C1010311000014'))).toEqual(['IDN-R03 /source', 'IDN-R04 ']);
  });

  it('before IDN comes SCH', () => {
    expect(
      rulesIn(exampleReport('loan.cancelled', { reason: resident, extra: 1 }), asInstitutionCode('other')),
    ).toEqual(['SCH-R01 /data']);
  });
});

describe('IDN-R04: a resident identity number', () => {
  const issued = (changes: object, attributes: object = {}) =>
    exampleReport('loan.issued', changes, attributes);
  const { borrower } = exampleReport('loan.issued').data as { borrower: object };

  it.each([
    ['id', issued({}, { id: resident })],
    ['id, in the middle', issued({}, { id: `note-${resident}-1` })],
    ['subject', issued({}, { subject: `L${resident}`.replace('LX', 'X') })],
    ['extension', issued({}, { traceparent: resident })],
    ['note number', issued({ noteNo: resident })],
    ['name', issued({ borrower: { ...borrower, name: `王 ${resident}` } })],
    [
      'token',
      issued({
        borrower: {
          ...borrower,
          idType: 'PERSON_TOKEN',
          kind: 'INDIVIDUAL_BUSINESS',
          name: undefined,
          id: resident,
        },
      }),
    ],
    ['district', issued({ borrower: { ...borrower, district: resident } })],
  ])('in the %s', (_title, report) => {
    const sent: unknown = JSON.parse(JSON.stringify(report));
    expect(rulesIn(sent)).toEqual(['IDN-R04 ']);
    expect(JSON.stringify(read(sent))).not.toContain(resident);
  });

  it('is not looked for in a USCC', () => {
    expect(read(issued({ borrower: { ...borrower, id: resident } })).outcome).toBe('read');
  });

  it('an id that holds one is null whichever rule is named', () => {
    for (const report of [
      issued({}, { id: resident }),
      issued({ principal: 1 }, { id: resident }),
      issued({}, { id: `a.${resident}`, source: '/institutions/other' }),
      issued({}, { id: `not an id: ${resident}` }),
    ])
      expect(read(report)).toMatchObject({ outcome: 'refused', id: null });
    expect(read(issued({ noteNo: resident }))).toMatchObject({
      outcome: 'refused',
      id: 'report-loan.issued',
    });
  });

  it('is one only with its check character, a birthday until today, and no digit beside it', () => {
    for (const noteNo of [
      '110105194912310021',
      '11010519491331002X',
      '110105194912310020',
      `1${resident}`,
      `${resident}1`,
    ])
      expect([noteNo, read(issued({ noteNo })).outcome]).toEqual([noteNo, 'read']);
  });

  it('is never told again, wherever it stands', () => {
    const attributeNames = [
      'id',
      'source',
      'type',
      'subject',
      'time',
      'datacontenttype',
      'specversion',
      'traceparent',
      'Unknown',
    ] as const;
    const memberNames = [
      'effectiveDate',
      'borrower',
      'principal',
      'product',
      'tags',
      'noteNo',
      'unknown',
    ] as const;
    const value = fc.constantFrom<unknown>(
      resident,
      ` ${resident} `,
      [resident],
      { [resident]: resident },
      { id: resident, idType: 'USCC' },
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...attributeNames), value, { maxKeys: 3 }),
        fc.dictionary(fc.constantFrom(...memberNames), value, { maxKeys: 3 }),
        (attributes, changes) => {
          const reading = read(issued(changes, attributes));
          if (reading.outcome === 'read') return;
          expect(JSON.stringify(reading)).not.toContain(resident);
        },
      ),
      { numRuns: 500 },
    );
  });
});
