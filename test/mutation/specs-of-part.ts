import { readdirSync } from 'node:fs';
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

for (const file of specs.flatMap(filesAt)) await import(path.resolve('libs', file));
