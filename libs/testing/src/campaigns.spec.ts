import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { crashesIn } from './campaigns.js';

it('processes are killed thirty times every day and a thousand times at night, as the contract asks for', () => {
  expect(crashesIn('everyday')).toBeGreaterThanOrEqual(30);
  expect(crashesIn('nightly')).toBeGreaterThanOrEqual(1_000);
});

it('each spec that does more at night, or is of the night alone, runs at night', () => {
  const steps = readFileSync('apps/cli/launcher/nightly-steps.mjs', 'utf8');
  const specs = ['apps', 'libs', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => name.endsWith('.spec.ts') && name !== path.join('testing', 'src', 'campaigns.spec.ts'),
      )
      .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
      .filter(
        (name) => name.startsWith('test/nightly/') || /\b(sizeOf|lawRuns)\(/.test(readFileSync(name, 'utf8')),
      ),
  );
  const asked = [...steps.matchAll(/'((?:test|libs|\\\\)[^'\n]*)'/g)].map(
    ([, pattern = '']) => new RegExp(pattern.replaceAll('\\\\', '\\')),
  );
  expect(specs.length).toBeGreaterThan(20);
  expect(specs.filter((name) => !asked.some((pattern) => pattern.test(name)))).toEqual([]);
});
