import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** By a name that is not known to the compiler: the launcher is no TypeScript. */
const file: string = './supervised-program.mjs';

interface Launcher {
  startProgram(name: string, options: { main: string; cwd: string; env: NodeJS.ProcessEnv }): ChildProcess;
}

/** Says with which priority each of its threads runs; of another system than Linux, the process. */
const main = `
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
const niceOf = (thread) => Number(readFileSync('/proc/self/task/' + thread + '/stat', 'utf8').split(') ')[1].split(' ')[16]);
process.send(process.platform === 'linux' ? readdirSync('/proc/self/task').map(niceOf) : [os.getPriority()], () => process.exit());
`;

describe('a program of ours', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-priority-'));
  let launcher: Launcher;
  beforeAll(async () => {
    writeFileSync(path.join(folder, 'main.mjs'), main);
    launcher = (await import(file)) as Launcher;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const prioritiesOf = async (name: string): Promise<readonly number[]> => {
    const started = launcher.startProgram(name, {
      main: path.join(folder, 'main.mjs'),
      cwd: folder,
      env: process.env,
    });
    const [said] = (await once(started, 'message')) as [readonly number[]];
    return said;
  };

  it('gives way with all of its threads where it is the projector', async () => {
    expect(new Set(await prioritiesOf('projector'))).toEqual(new Set([Math.max(os.getPriority(), 5)]));
  });

  it('runs as the launcher does where it is the registry', async () => {
    expect(new Set(await prioritiesOf('registry'))).toEqual(new Set([os.getPriority()]));
  });
});
