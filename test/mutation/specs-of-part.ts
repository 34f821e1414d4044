import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Part } from './groups.js';

// The specs of the part in MUTATION_PART, as one: what they share is loaded once for each change, and not once for each file.

const { specs } = JSON.parse(process.env['MUTATION_PART'] ?? '') as Part;

const filesAt = (place: string): readonly string[] =>
  place.endsWith('.spec.ts')
    ? [place]
    : readdirSync(path.resolve('libs', place))
        .filter((name) => name.endsWith('.spec.ts'))
        .map((name) => `${place}/${name}`);

const isLaw = (file: string): boolean => file.endsWith('.laws.spec.ts');

// Laws come last: they take longest, and what a plain case noticed they need not.
const files = specs
  .flatMap(filesAt)
  .toSorted((one, other) => Number(isLaw(one)) - Number(isLaw(other)))
  .map((file) => path.resolve('libs', file));

// That a law is broken is enough; which smallest case breaks it nobody reads here.
if (files.some((file) => readFileSync(file, 'utf8').includes("from 'fast-check'")))
  (await import('fast-check')).configureGlobal({ endOnFailure: true });

for (const file of files) await import(file);
