import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ruleCatalogue } from '#rules';
import { Failure } from '../failure.js';
import { generate } from './generate.js';
import { writeYear } from './written-year.file.js';

describe('xudai generate', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-generate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const made = (name: string, seed: string) => {
    const out = path.join(folder, name);
    expect(generate(['--scale', '0.0001', '--seed', seed, '--out', out])).toBe(0);
    return JSON.parse(readFileSync(path.join(out, 'expected.json'), 'utf8')) as {
      readonly digest: string;
      readonly reports: number;
    };
  };

  it('writes the same bytes for the same seed, and others for another', () => {
    const first = made('first', '1');
    expect(made('again', '1')).toEqual(first);
    expect(made('other', '2').digest).not.toBe(first.digest);
    const files = readdirSync(path.join(folder, 'first'), { recursive: true, encoding: 'utf8' });
    const lines = files
      .filter((file) => file.endsWith('.ndjson'))
      .flatMap((file) =>
        readFileSync(path.join(folder, 'first', file), 'utf8')
          .trim()
          .split('\n'),
      );
    expect(lines).toHaveLength(first.reports);
  });

  it('mixes in each mistake once at least, the same for the same seed, where it is asked to', () => {
    const [one, same] = ['faulty', 'as-faulty'].map((name) => {
      const out = path.join(folder, name);
      expect(generate(['--scale', '0.0001', '--faults', '--out', out])).toBe(0);
      return JSON.parse(readFileSync(path.join(out, 'expected.json'), 'utf8')) as {
        readonly digest: string;
        readonly refused: number;
        readonly notRecorded: readonly { readonly rule: string | null }[];
      };
    });
    expect(same).toEqual(one);
    // An allocation beyond the cap is no report.
    const rules = Object.keys(ruleCatalogue).filter((code) => /-R\d/.test(code) && code !== 'BLO-R06');
    expect([...new Set(one?.notRecorded.map(({ rule }) => rule))].toSorted()).toEqual(
      [...rules, null].toSorted(),
    );
  });

  it('has an exit code for wrong arguments and for a folder in use', () => {
    const codeOf = (args: readonly string[]): unknown => {
      try {
        return generate(args);
      } catch (error) {
        return error instanceof Failure ? error.exitCode : (error as NodeJS.ErrnoException).code;
      }
    };
    expect(codeOf([])).toBe(2);
    expect(codeOf(['--out', 'x', '--year', '2023'])).toBe(2);
    expect(codeOf(['--out', 'x', '--scale', 'much'])).toBe(2);
    expect(codeOf(['--out', 'x', '--colour'])).toBe(2);
    expect(codeOf(['--help'])).toBe(0);
    expect(codeOf(['--out', folder])).toBe(1);
    // Where nothing can be made, mkdir never comes back from making all folders at once.
    for (const out of ['/proc/none', '/proc/none/below']) expect(codeOf(['--out', out])).toBe('ENOENT');
  });

  it('makes nothing half where the folder is gone meanwhile', () => {
    const out = path.join(folder, 'vanishing');
    const written = () =>
      writeYear({
        out,
        scale: 0.0001,
        seed: 1,
        faults: false,
        onDay: (done) => done === 20 && rmSync(out, { recursive: true }),
      });
    expect(written).toThrow('ENOENT');
    expect(existsSync(out)).toBe(false);
  });
});
