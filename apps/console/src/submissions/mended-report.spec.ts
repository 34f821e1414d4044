import { describe, expect, it } from '@jest/globals';
import { fieldsOf, reportIn, withField } from './mended-report.js';

const report = {
  specversion: '1.0',
  id: 'r-1',
  data: { rateBp: 380, tags: ['INCLUSIVE', 'GREEN'], borrower: { id: 'B', name: 'Name' }, principal: '1.00' },
};
const message = { en: 'wrong', zh: '有误' };

describe('a report that is mended', () => {
  it('is a field for each value, with what is wrong there, and for each that is missing', () => {
    const faults = ['/data/borrower/id', '/data/tags/1', '/data/effectiveDate', null, '/not a pointer'];
    expect(
      fieldsOf(
        report,
        faults.map((pointer) => ({ pointer, message })),
      ),
    ).toEqual([
      { pointer: '/id', text: 'r-1', faults: [] },
      { pointer: '/data/rateBp', text: '380', faults: [] },
      { pointer: '/data/tags', text: 'INCLUSIVE; GREEN', faults: [message] },
      { pointer: '/data/borrower/id', text: 'B', faults: [message] },
      { pointer: '/data/borrower/name', text: 'Name', faults: [] },
      { pointer: '/data/principal', text: '1.00', faults: [] },
      { pointer: '/data/effectiveDate', text: '', faults: [message] },
    ]);
  });

  it('is otherwise what it was: numbers stay numbers, lists lists, and what is emptied goes', () => {
    expect(withField(report, '/data/rateBp', '400').data).toMatchObject({ rateBp: 400 });
    expect(withField(report, '/data/rateBp', 'much').data).toMatchObject({ rateBp: 'much' });
    expect(withField(report, '/data/tags', 'CHAIN; GREEN').data).toMatchObject({ tags: ['CHAIN', 'GREEN'] });
    expect(withField(report, '/data/tags', '').data).toMatchObject({ tags: [] });
    expect(withField(report, '/data/principal', '2').data).toMatchObject({ principal: '2' });
    expect(withField(report, '/data/renewalNo', '3').data).toMatchObject({ renewalNo: 3 });
    expect(withField(report, '/data/borrower/name', '')).toEqual({
      ...report,
      data: { ...report.data, borrower: { id: 'B' } },
    });
  });

  it('is a JSON object, or none', () => {
    expect(reportIn(JSON.stringify(report))).toEqual(report);
    expect([reportIn('{'), reportIn('[]'), reportIn('')]).toEqual([undefined, undefined, undefined]);
  });
});
