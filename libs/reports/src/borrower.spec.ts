import { describe, expect, it } from '@jest/globals';
import { exampleReport } from '#testing';
import { pointersIn, violationsIn, without } from './testing/parsing.js';
import { wrongTypesFor, wrongValues } from './testing/report-members.js';

const uscc = '91310000132260250X';
const token = `P1_${'A'.repeat(26)}`;
const firm = {
  idType: 'USCC',
  id: uscc,
  kind: 'ENTERPRISE',
  size: 'MICRO',
  district: '310115',
  industry: 'C13',
};
const owner = { ...firm, idType: 'PERSON_TOKEN', id: token, kind: 'BUSINESS_OWNER' };

const reporting = (borrower: unknown) => exampleReport('loan.issued', { borrower });

describe('a borrower', () => {
  it.each([
    ['an enterprise by its USCC', firm],
    ['an enterprise with its name', { ...firm, name: '上海示例有限公司' }],
    ['an owner by a token', owner],
    ['an individual business by its USCC', { ...firm, kind: 'INDIVIDUAL_BUSINESS' }],
    ['an individual business by a token', { ...owner, kind: 'INDIVIDUAL_BUSINESS' }],
    ['small', { ...firm, size: 'SMALL' }],
    ['of medium size', { ...firm, size: 'MEDIUM' }],
    ['large', { ...firm, size: 'LARGE' }],
  ])('is %s', (_title, borrower) => {
    expect(violationsIn(reporting(borrower))).toEqual([]);
  });

  it.each([
    ['an enterprise by a token', { ...firm, idType: 'PERSON_TOKEN', id: token }, '/data/borrower/idType'],
    ['an owner by a USCC', { ...owner, idType: 'USCC', id: uscc }, '/data/borrower/idType'],
    ['an owner by name', { ...owner, name: '张三' }, '/data/borrower/name'],
    [
      'an individual business by name',
      { ...firm, kind: 'INDIVIDUAL_BUSINESS', name: '张三' },
      '/data/borrower/name',
    ],
  ])('is not %s', (_title, borrower, pointer) => {
    expect(pointersIn(reporting(borrower))).toEqual([pointer]);
  });

  it('needs every member but the name', () => {
    for (const member of Object.keys(firm))
      expect(pointersIn(reporting(without(firm, member)))).toEqual([`/data/borrower/${member}`]);
  });

  it.each(['idType', 'id', 'kind', 'size', 'district', 'industry', 'name'])(
    '%s is a text of its kind',
    (member) => {
      for (const value of wrongTypesFor('text'))
        expect([value, pointersIn(reporting({ ...firm, [member]: value }))]).toEqual([
          value,
          [`/data/borrower/${member}`],
        ]);
      for (const value of wrongValues.text)
        expect([value, pointersIn(reporting({ ...firm, [member]: value }))]).toEqual([
          value,
          [`/data/borrower/${member}`],
        ]);
    },
  );

  it('has no other member, which is not named', () => {
    expect(violationsIn(reporting({ ...firm, phone: '1380000' }))).toEqual([
      '/data/borrower: has a member that the schema does not know',
    ]);
  });

  it('is told whole: what does not fit together stands beside what is wrong in itself', () => {
    const wrong = { ...without(owner, 'district'), size: 'HUGE', idType: 'USCC', name: '张三', phone: 1 };
    expect([...pointersIn({ ...reporting(wrong), id: '' })].sort()).toEqual([
      '/data/borrower',
      '/data/borrower/district',
      '/data/borrower/idType',
      '/data/borrower/name',
      '/data/borrower/size',
      '/id',
    ]);
  });

  it('is told in words what does not fit', () => {
    const words = (borrower: object) => violationsIn(reporting(borrower)).join();
    expect(words({ ...firm, idType: 'PERSON_TOKEN' })).toBe(
      '/data/borrower/idType: must be USCC for an ENTERPRISE',
    );
    expect(words({ ...owner, idType: 'USCC' })).toBe(
      '/data/borrower/idType: must be PERSON_TOKEN for a BUSINESS_OWNER',
    );
    expect(words({ ...owner, name: 'x' })).toBe('/data/borrower/name: is given only for an ENTERPRISE');
  });

  it('of no known kind has nothing that could not fit', () => {
    for (const kind of [undefined, null, 'PERSON', 1])
      expect(pointersIn(reporting({ ...owner, kind, name: 'x', idType: 'USCC' }))).toEqual([
        '/data/borrower/kind',
      ]);
  });
});
