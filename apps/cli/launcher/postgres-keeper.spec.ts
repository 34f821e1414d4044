import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

/** In place of PostgreSQL: notes that it is ready, and takes more than a second to end. */
const slowServer = (cluster: string): string => `#!${process.execPath}
const { writeFileSync } = require('node:fs');
writeFileSync(${JSON.stringify(path.join(cluster, 'postmaster.pid'))}, [process.pid, '', '', '', '', '', '', 'ready'].join('\\n'));
process.on('SIGINT', () => { writeFileSync(${JSON.stringify(path.join(cluster, 'ending'))}, ''); setTimeout(() => process.exit(0), 1_500); });
setInterval(() => undefined, 1_000);
`;

let cluster: string;
let reserve: string;
let keeper: ChildProcess;

beforeEach(async () => {
  cluster = mkdtempSync(path.join(os.tmpdir(), 'xudai-keeper-'));
  reserve = path.join(cluster, 'reserve');
  const postgres = path.join(cluster, 'postgres');
  writeFileSync(postgres, slowServer(cluster));
  chmodSync(postgres, 0o700);
  const plan = { postgres, args: [], account: {}, cluster, reserve, temporary: [] };
  keeper = fork(path.resolve('apps/cli/launcher/postgres-keeper.mjs'), [JSON.stringify(plan)], {
    stdio: 'ignore',
  });
  await once(keeper, 'message');
});
afterEach(() => {
  keeper.kill('SIGKILL');
  rmSync(cluster, { recursive: true, force: true });
});

it('keeps no room any more once it ends the server', async () => {
  while (!existsSync(reserve)) await later(20);
  const ended = once(keeper, 'exit');
  keeper.disconnect();
  while (!existsSync(path.join(cluster, 'ending'))) await later(20);
  rmSync(reserve);
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(cluster).filter((name) => name.startsWith('reserve'))).toEqual([]);
});
