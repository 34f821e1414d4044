import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* The session of the README, word for word, in bash, against real processes. Only the address is another. */

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```bash\n([\s\S]*?)^```/gm)]
  .map(([, block]) => block ?? '')
  .filter((block) => !block.startsWith('npm '));

describe("the README's session", () => {
  let database: TestDatabase;
  let processes: RunningProcess[];
  let session: { readonly status: number | null; readonly stdout: string; readonly stderr: string };

  beforeAll(async () => {
    database = await testDatabase();
    const registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    const script = blocks.join('\n').replace('http://127.0.0.1:7080', registry.base);
    session = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      input: `${administratorsKey}\n`,
      encoding: 'utf8',
      timeout: 150_000,
    });
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
  });

  it('runs to its end', () => {
    expect([session.status, session.stderr]).toEqual([0, '']);
  });

  it('records, repeats, refuses and moves the target, as the text says', () => {
    expect(session.stdout).toContain('"repeated":true');
    expect(session.stdout).toContain('"rule":"RNW-R02"');
    expect(session.stdout).toContain('"wouldBe":');
    expect(session.stdout).toContain('"actual":"1700000.00"');
  });

  it('leaves rows that are what the facts say', () => expectProjectionsChecked(database));
});
