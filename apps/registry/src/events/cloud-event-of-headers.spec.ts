import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unreadable } from '#reports';
import { cloudEventOfHeaders } from './event-bodies.js';

const data = { amount: '1.00' };

/** As Node has it: one character for each byte that was sent. */
const sent = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const attribute = (...values: readonly string[]): unknown => cloudEventOfHeaders({ 'ce-x': values }, data)?.x;

describe('attributes in headers', () => {
  it('are those of headers that begin with ce-, beside the data', () => {
    const headers = { host: ['registry'], 'ce-id': ['1'], 'ce-specversion': ['1.0'] };
    expect(cloudEventOfHeaders(headers, data)).toEqual({
      datacontenttype: 'application/json',
      id: '1',
      specversion: '1.0',
      data,
    });
    expect(cloudEventOfHeaders({ host: ['registry'] }, data)).toBeUndefined();
  });

  it('may name the content type', () => {
    expect(cloudEventOfHeaders({ 'ce-datacontenttype': ['text/xml'] }, data)).toEqual({
      datacontenttype: 'text/xml',
      data,
    });
  });

  it.each([
    ['plain', 'plain'],
    ['a%20b', 'a b'],
    ['%E7%BB%AD%e8%b4%b7', '续贷'],
    ['%2541', '%41'],
    ['"a \\"b\\" %22c%22"', 'a "b" "c"'],
    ['%00', '\u0000'],
    ['%EF%BB%BFx', '\ufeffx'],
    [sent('续贷%20é'), '续贷 é'],
    ['', ''],
  ])('%j is %j', (value, expected) => {
    expect(attribute(value)).toBe(expected);
  });

  it.each([
    '%C0%A0',
    '%FF',
    '%E4%BD',
    '%ED%A0%80',
    '\u00e9',
    'a\u00ff',
    '%',
    '100%',
    '%zz',
    '%4',
    'a%2 b',
    '"%FF"',
  ])('%j is not read', (value) => {
    expect(attribute(value)).toBe(unreadable);
  });

  it('are not read when they are given twice', () => {
    expect(attribute('a', 'b')).toBe(unreadable);
    expect(attribute('a', 'a')).toBe(unreadable);
  });

  it('are never the data', () => {
    expect(cloudEventOfHeaders({ 'ce-id': ['1'], 'ce-data': ['{}'] }, data)?.data).toBe(unreadable);
  });

  it('are the same, however much of them is encoded', () => {
    const encoded = fc
      .tuple(fc.string({ unit: 'grapheme' }), fc.infiniteStream(fc.boolean()))
      .map(([text, choices]) => {
        const bytes = [...Buffer.from(text, 'utf8')].map((byte) => {
          const character = String.fromCharCode(byte);
          const isPlain = character !== '%' && character !== '"' && choices.next().value === true;
          return isPlain ? character : `%${byte.toString(16).padStart(2, '0')}`;
        });
        return [text, bytes.join('')] as const;
      });
    fc.assert(
      fc.property(encoded, ([text, value]) => {
        expect(attribute(value)).toBe(text);
      }),
    );
  });
});
