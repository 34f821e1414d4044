import { describe, expect, it } from '@jest/globals';
import { cellsOf, recordsIn, reportOfRecord } from './read-file.client.js';

const linesOf = async function* (text: string): AsyncGenerator<string> {
  yield* text.split('\n');
};

describe('a record of a CSV file', () => {
  it('has cells, also empty ones and such in quotes', () => {
    expect(cellsOf('a,,"b, ""c""",d\r')).toEqual(['a', '', 'b, "c"', 'd']);
    expect(cellsOf(',x,')).toEqual(['', 'x', '']);
    expect(cellsOf('"several\nlines"')).toEqual(['several\nlines']);
  });

  it('ends on the line that a spreadsheet shows, and may go over several', async () => {
    const found: (readonly [number, string])[] = [];
    for await (const { line, text } of recordsIn(linesOf('id,name\r\n\n1,"two\nlines"\n2,x')))
      found.push([line, text]);
    expect(found).toEqual([
      [1, 'id,name\r'],
      [4, '1,"two\nlines"'],
      [5, '2,x'],
    ]);
  });

  it('is the report that the registry reads in it', () => {
    const of = {
      type: 'xudai.loan.issued.v1',
      source: '/institutions/C1010211000012',
      columns: ['id', 'subject', 'time', 'borrower.id', 'rateBp', 'tags'],
    };
    const header = ['subject', 'id', 'borrower.id', 'rateBp', 'tags', 'time'];
    expect(reportOfRecord({ ...of, header, cells: ['L1', 'r-1', 'B', '380', 'GREEN; INCLUSIVE'] })).toEqual({
      specversion: '1.0',
      datacontenttype: 'application/json',
      type: of.type,
      source: of.source,
      id: 'r-1',
      subject: 'L1',
      data: { borrower: { id: 'B' }, rateBp: 380, tags: ['GREEN', 'INCLUSIVE'] },
    });
    expect(reportOfRecord({ ...of, header: ['id', 'rateBp'], cells: ['r-2', 'much'] })).toMatchObject({
      data: { rateBp: 'much', tags: [] },
    });
  });
});
