import { describe, expect, it } from '@jest/globals';
import { type FileFormat, formatOf, reportsIn } from './mended-report.js';

const counted = (text: string, format: FileFormat): number =>
  reportsIn(new TextEncoder().encode(text), format);

describe('reports in a file', () => {
  it.each([
    ['', 0],
    ['{}\n{}\n', 2],
    ['{}\n{}', 2],
    ['{}\r\n \t\r\n\n{}\r\n', 2],
  ])('of NDJSON %j are lines with something on them: %i', (text, reports) => {
    expect(counted(text, 'NDJSON')).toBe(reports);
  });

  it.each([
    ['', 0],
    ['id,subject\n', 0],
    ['id,subject\n1,a\n2,b\n', 2],
    ['\uFEFFid,subject\r\n1,a\r\n2,b', 2],
    // As spreadsheets leave behind the last line.
    ['id,subject\n1,a\n,\n , \n\n', 1],
    ['id,subject\n1,"one\ntwo"\n2,b\n', 2],
    ['id,subject\n1,"say ""yes""\nagain"\n', 1],
    ['id,subject\n"",""\n"""",x\n', 1],
    ['id,subject\n"",""""\n', 1],
  ])('of CSV %j are records below the header: %i', (text, reports) => {
    expect(counted(text, 'CSV')).toBe(reports);
  });

  it('is CSV by its name', () => {
    expect(['a.csv', 'A.CSV', 'a.ndjson', 'csv'].map(formatOf)).toEqual(['CSV', 'CSV', 'NDJSON', 'NDJSON']);
  });
});
