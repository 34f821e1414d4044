import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Registry and projector as they are run, each by itself; with the options of Node.js that this program was given. */
export interface Program {
  readonly pid: number;
  stop(): Promise<void>;
}

export const started = (name: 'registry' | 'projector'): Program => {
  const child: ChildProcess = spawn(
    process.execPath,
    [...process.execArgv, path.resolve(`dist/apps/${name}/src/main.js`)],
    // The channel tells it to end when this program is gone.
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

export const answers = async (base: string): Promise<void> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`${base} does not answer.`);
};
