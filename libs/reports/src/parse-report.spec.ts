import { describe, expect, it } from '@jest/globals';
import { exampleReport, exampleTypes } from '#testing';
import { parseReport } from './parse-report.js';
import { reportTypeOf, reportTypes } from './report-types.js';
import { pointersIn, violationsIn, without } from './testing/parsing.js';
import { membersOf, wrongTypesFor, wrongValues } from './testing/report-members.js';

describe.each(exampleTypes)('%s', (type) => {
  const of = (changes: object, attributes: object = {}) => exampleReport(type, changes, attributes);

  it('is understood as it was sent', () => {
    const { data, id, source, subject, time } = exampleReport(type);
    expect(parseReport(exampleReport(type))).toEqual({
      outcome: 'understood',
      report: {
        type,
        id,
        source,
        subject,
        time,
        extensions: {},
        data,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  it('needs every member that is not optional', () => {
    for (const [member, , isOptional] of membersOf(type)) {
      const report = exampleReport(type);
      const pointers = pointersIn({ ...report, data: without(report.data, member) });
      expect([member, pointers]).toEqual([member, isOptional ? [] : [`/data/${member}`]]);
    }
  });

  it('takes no null and no value of another JSON type', () => {
    for (const [member, kind] of membersOf(type))
      for (const value of wrongTypesFor(kind))
        expect([member, value, pointersIn(of({ [member]: value }))]).toEqual([
          member,
          value,
          [`/data/${member}`],
        ]);
  });

  it('takes no value of another form', () => {
    for (const [member, kind] of membersOf(type)) {
      if (kind === 'borrower') continue;
      for (const value of wrongValues[kind]) {
        const [pointer = '', ...more] = pointersIn(of({ [member]: value }));
        expect([member, value, more]).toEqual([member, value, []]);
        expect(pointer.startsWith(`/data/${member}`)).toBe(true);
      }
    }
  });

  it('takes no unknown member, and does not name it', () => {
    for (const member of ['extra', 'EffectiveDate', 'constructor', 'toString'])
      expect(violationsIn(of({ [member]: 'value' }))).toEqual([
        '/data: has a member that the schema does not know',
      ]);
    const proto: unknown = JSON.parse(
      JSON.stringify(exampleReport(type)).replace('"data":{', '"data":{"__proto__":1,'),
    );
    expect(violationsIn(proto)).toEqual(['/data: has a member that the schema does not know']);
  });

  it('tells all violations at once', () => {
    const report = exampleReport(type);
    const [first = ['']] = membersOf(type);
    const wrong = {
      ...without(report, 'subject'),
      id: 'not an id',
      time: 'yesterday',
      Extension: 1,
      data: { ...without(report.data, first[0]), extra: 1 },
    };
    expect([...pointersIn(wrong)].sort()).toEqual([
      '',
      '/data',
      `/data/${first[0]}`,
      '/id',
      '/subject',
      '/time',
    ]);
    const nothing = pointersIn({ ...report, data: {} });
    expect([...nothing].sort()).toEqual(
      membersOf(type)
        .filter(([, , isOptional]) => !isOptional)
        .map(([member]) => `/data/${member}`)
        .sort(),
    );
  });
});

describe('values at their edges', () => {
  const issued = (changes: object) => pointersIn(exampleReport('loan.issued', changes));

  it.each([
    { principal: '0.00' },
    { principal: '999999999999999.99' },
    { effectiveDate: '1900-01-01' },
    { maturityDate: '9999-12-31' },
    { effectiveDate: '2024-02-29' },
    { noteNo: 'x'.repeat(64) },
    { noteNo: 'a_.:-Z9' },
    { noteNo: '...' },
    { drawdownTime: '00:00:00' },
    { drawdownTime: '23:59:59' },
    { rateBp: -1 },
    { rateBp: Number.MAX_SAFE_INTEGER },
    { tags: [] },
    { tags: ['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN'] },
  ])('%j is taken', (changes) => {
    expect(issued(changes)).toEqual([]);
  });

  it('renewals are counted to a thousand', () => {
    const opened = (renewalCount: number) => pointersIn(exampleReport('loan.opened', { renewalCount }));
    const renewed = (renewalNo: number) => pointersIn(exampleReport('loan.renewed', { renewalNo }));
    for (const count of [0, 999]) expect([count, opened(count)]).toEqual([count, []]);
    for (const count of [-1, 1_000, 2_147_483_648])
      expect([count, opened(count)]).toEqual([count, ['/data/renewalCount']]);
    for (const no of [1, 1_000]) expect([no, renewed(no)]).toEqual([no, []]);
    for (const no of [0, 1_001, 2_147_483_648]) expect([no, renewed(no)]).toEqual([no, ['/data/renewalNo']]);
  });

  it('text is counted in code points and may be of any script', () => {
    const cancelled = (reason: string) => pointersIn(exampleReport('loan.cancelled', { reason }));
    for (const reason of ['x', 'é', '未生效', '😀'.repeat(200), ' ', '"<&=+'])
      expect([reason, cancelled(reason)]).toEqual([reason, []]);
    expect(cancelled('😀'.repeat(201))).toEqual(['/data/reason']);
  });

  it('codes that are only unknown are another rule’s', () => {
    const { borrower } = exampleReport('loan.issued').data as { borrower: object };
    for (const changes of [{ district: '999999' }, { industry: 'Z99' }, { id: '91310000132260250Y' }])
      expect(issued({ borrower: { ...borrower, ...changes } })).toEqual([]);
    expect(pointersIn(exampleReport('bailout.disbursed', { programme: 'unheard-of' }))).toEqual([]);
  });
});

describe('types', () => {
  it('are the contract’s', () => {
    expect(reportTypes).toEqual(exampleTypes);
  });

  it('others are unknown', () => {
    const unknown = [
      'loan.issued',
      'xudai.loan.issued',
      'xudai.loan.issued.v2',
      'xudai.constructor.v1',
      'Xudai.loan.issued.v1',
      '',
    ];
    for (const type of unknown) {
      expect([type, reportTypeOf(type)]).toEqual([type, undefined]);
      expect([type, pointersIn(exampleReport('loan.issued', {}, { type }))]).toEqual([type, ['/type']]);
    }
    for (const type of [undefined, null, 1, {}, ['xudai.loan.issued.v1']]) {
      expect(reportTypeOf(type)).toBeUndefined();
      expect(pointersIn(exampleReport('loan.issued', {}, { type }))).toEqual(['/type']);
    }
  });
});
