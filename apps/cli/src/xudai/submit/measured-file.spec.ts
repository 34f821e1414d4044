import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asInstitutionCode } from '#identifiers';
import { chunksOf, csvReports, FileRefused } from '#submissions';
import { measuredFile } from './measured-file.file.js';

describe('a file of reports as it is told before it is sent', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-measured-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const measured = (name: string, content: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return measuredFile(file);
  };

  it('has as many reports as the registry will find in it, whatever stands between them', async () => {
    const pieces = fc.array(fc.constantFrom('{}', '\n', '\r\n', ' ', '\t', '银', '\u00a0'), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const content = parts.join('');
        let found = 0;
        const bytes = (async function* () {
          yield Buffer.from(content);
        })();
        for await (const { reports } of chunksOf(bytes)) found += reports;
        expect((await measured('some.ndjson', content)).reports).toBe(found);
      }),
    );
  });

  it('counts records of a CSV file, whose cells may go over several lines, and not its header', async () => {
    const csv = '\ufeffid,subject\r\n"a\nb",x\r\n\r\nc,"y, z"\r\n';
    expect(await measured('some.csv', csv)).toMatchObject({ format: 'CSV', reports: 2 });
  });

  it('has as many records as the registry will find in a CSV file, whatever is left over between them', async () => {
    const pieces = fc.array(fc.constantFrom('r,s,', '\n', '\r\n', ',,,', ' ', '"x\ny"', '"",""', '银'), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const content = `id,subject,effectiveDate,amount\r\n${parts.join('')}`;
        const reports = csvReports(Readable.from([Buffer.from(content)]), {
          type: 'loan.repaid',
          institution: asInstitutionCode('C1010211000012'),
        });
        let found = 0;
        try {
          for await (const _report of reports) found += 1;
        } catch (error) {
          // A file that is not taken at all.
          fc.pre(!(error instanceof FileRefused));
          throw error;
        }
        expect((await measured('some.csv', content)).reports).toBe(found);
      }),
    );
  });

  it('is none by another name', async () => {
    await expect(measured('some.txt', '{}')).rejects.toThrow('ends neither in .ndjson');
  });
});
