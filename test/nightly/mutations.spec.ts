import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { groups } from '../mutation/groups.js';
import { type MutatedFile, runPart, scoreOf, tableOf } from '../mutation/mutation-run.js';
import { toolsBeside } from '../support/tools-beside.js';

/*
 * Do the specs notice? The code is changed one place at a time (Stryker), and each change must break a spec. What nobody noticed is
 * listed in .cache/mutation/survivors.txt, to be read one by one: a gap gets a test; a change that alters nothing is left.
 */

const hours = 3_600_000;

describe('a change of the code is noticed by a spec', () => {
  let tools: string;
  const table: string[] = [];

  beforeAll(async () => {
    tools = await toolsBeside('mutation-tools', {
      // The next major needs a newer Node than the project does.
      '@stryker-mutator/core': '9.6.1',
      '@stryker-mutator/jest-runner': '9.6.1',
    });
    rmSync('.cache/mutation-copy', { recursive: true, force: true });
    mkdirSync('.cache/mutation', { recursive: true });
  }, 600_000);

  it.each(Object.entries(groups))(
    'in the %s',
    async (name, { least, parts }) => {
      const files: MutatedFile[] = [];
      for (const [part, what] of Object.entries(parts))
        files.push(...(await runPart(tools, `${name}-${part}`, what)));
      const score = scoreOf(files);
      table.push(`${name}: ${score.toFixed(1)} % (at least ${least} %)\n${tableOf(files)}\n`);
      writeFileSync('.cache/mutation/survivors.txt', table.join('\n'));
      process.stdout.write(`\n${table.at(-1)}`);
      expect(score).toBeGreaterThanOrEqual(least);
    },
    6 * hours,
  );
});
