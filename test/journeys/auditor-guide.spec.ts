import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* The commands of the auditor's guide, word for word, in bash, against real processes. Only the address is another. */

const blocks = [...readFileSync('docs/guides/auditor.md', 'utf8').matchAll(/^```bash\n([\s\S]*?)^```/gm)].map(
  ([, block]) => block ?? '',
);

describe("the auditor's guide", () => {
  let database: TestDatabase;
  let folder: string;
  let processes: RunningProcess[];
  let session: { readonly status: number | null; readonly stdout: string; readonly stderr: string };

  beforeAll(async () => {
    database = await testDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'xudai-auditor-'));
    const registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    const issued = await fetch(`${registry.base}/v1/keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administratorsKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'auditor', label: 'guide' }),
    });
    const { key } = (await issued.json()) as { readonly key: string };
    await projected(database);
    const script = blocks.join('\n').replace('http://127.0.0.1:7080', registry.base);
    session = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
      cwd: folder,
      input: `${key}\n`,
      encoding: 'utf8',
      timeout: 150_000,
    });
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  it('runs to its end', () => {
    expect([session.status, session.stderr]).toEqual([0, '']);
  });

  it('fetches every fact in order, and replays them', () => {
    const [, count, head] = /^(\d+) facts up to (\d+)$/m.exec(session.stdout) ?? [];
    expect(Number(count)).toBeGreaterThan(0);
    expect(count).toBe(head);
    expect(session.stdout).toContain(`\n${count} in order\n`);
    expect(session.stdout).toContain('"type":"TargetSet"');
    expect(session.stdout.match(/"status":"COMPLETED"/g)).toHaveLength(2);
    expect(session.stdout).toContain('"verdict":"equal"');
  });

  it('leaves rows that are what the facts say', () => expectProjectionsChecked(database));
});
