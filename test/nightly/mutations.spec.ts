import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { groups, pieceOf } from '../mutation/groups.js';
import { runPart, scoreOf, tableOf } from '../mutation/mutation-run.js';
import { installedPackages } from '../../apps/cli/src/bench/programs.process.js';

/*
 * Do the specs notice? The code is changed one place at a time (Stryker), and each change must break a spec. What nobody noticed is
 * listed below .cache/mutation in a file for each part, to be read one by one: a gap gets a test; a change that alters nothing is left.
 * MUTATION_FILES names a piece of a part that takes too long at once.
 */

const hours = 3_600_000;

const partsOfGroups = Object.entries(groups).flatMap(([group, { least, parts }]) =>
  Object.entries(parts).map(([name, part]) => ({ group, least, name, part })),
);

describe('a change of the code is noticed by a spec', () => {
  let tools: string;

  beforeAll(async () => {
    tools = await installedPackages('mutation-tools', {
      // The next major needs a newer Node than the project does.
      '@stryker-mutator/core': '9.6.1',
      '@stryker-mutator/jest-runner': '9.6.1',
    });
    rmSync('.cache/mutation-copy', { recursive: true, force: true });
    mkdirSync('.cache/mutation', { recursive: true });
  }, 600_000);

  it.each(partsOfGroups)(
    'in the $group, $name',
    async ({ group, least, name, part }) => {
      const files = await runPart(tools, `${group}-${name}`, pieceOf(part, process.env['MUTATION_FILES']));
      const score = scoreOf(files);
      const table = `${group}, ${name}: ${score.toFixed(1)} % (at least ${least} %)\n${tableOf(files)}\n`;
      writeFileSync(`.cache/mutation/${group}-${name}.txt`, table);
      process.stdout.write(`\n${table}`);
      expect(score).toBeGreaterThanOrEqual(least);
    },
    6 * hours,
  );
});
