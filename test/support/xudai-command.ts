import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from './running-registry.js';

const xudaiMain = path.resolve('dist/apps/cli/src/xudai/main.js');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `xudai` as people and jobs call it: a process of its own, with a home of its own, in which its files lie. */
export class XudaiCommand {
  readonly home = mkdtempSync(path.join(os.tmpdir(), 'xudai-home-'));

  readonly run = (args: readonly string[], input = '', program = xudaiMain): Promise<Ended> =>
    new Promise((ended) => {
      const child = execFile(
        process.execPath,
        [program, ...args],
        { env: { ...process.env, XDG_CONFIG_HOME: this.home }, cwd: this.home },
        (error, stdout, stderr) => ended({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
      child.stdin?.end(input);
    });

  /** Keeps a key under the name of a profile. */
  readonly setProfile = (name: string, key: string, address: string): Promise<Ended> =>
    this.run(['profile', 'set', name, '--address', address], `${key}\n`);

  readonly file = (name: string, content: string | Buffer): string => {
    const written = path.join(this.home, name);
    mkdirSync(path.dirname(written), { recursive: true });
    writeFileSync(written, content);
    return written;
  };

  remove(): void {
    rmSync(this.home, { recursive: true });
  }
}

/** `xudai` with the key of a bank of a registry as its profile, for the specs of one file. */
export const xudaiOfBank = (bank: string) => {
  const command = new XudaiCommand();
  let registry: RunningRegistry;
  beforeAll(async () => {
    registry = await runningRegistry();
    await command.setProfile('default', await registry.bank(bank), `http://127.0.0.1:${registry.port}`);
  });
  afterAll(async () => {
    await registry.close();
    command.remove();
  });
  return { command, registry: (): RunningRegistry => registry };
};
