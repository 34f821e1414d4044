import { describe, expect, it } from '@jest/globals';
import { factLine, type RecordedFact } from './recorded-facts.query.js';

const fact: RecordedFact = {
  seq: 7,
  recordedAt: '2024-01-01T00:00:00.000Z',
  eventId: '00000000-0000-7000-8000-000000000001',
  type: 'LoanRepaid',
  stream: 'loan-C1010211000012-L"1',
  revision: 2,
  effectiveDate: null,
  institution: null,
  data: '{"z":1.10, "a":12345678901234567890,"a":null,"text":"\\n\\u4e2d"}',
  metadata: '{}',
};

describe('a line of a fact', () => {
  it('holds data and metadata as they were recorded', () => {
    expect(factLine(fact)).toBe(
      '{"seq":7,"recordedAt":"2024-01-01T00:00:00.000Z","eventId":"00000000-0000-7000-8000-000000000001",' +
        '"type":"LoanRepaid","stream":"loan-C1010211000012-L\\"1","revision":2,"effectiveDate":null,"institution":null,' +
        `"data":${fact.data},"metadata":{}}\n`,
    );
  });

  it('is one line, even with line breaks between members', () => {
    const line = factLine({ ...fact, data: '{\r\n"a":1,\n"b":"\\n"}' });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line).data).toEqual({ a: 1, b: '\n' });
  });
});
