import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** One that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

export interface RunningProcess {
  readonly pid: number;
  readonly base: string;
  /** Sends the signal and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const started = (
  main: string,
  env: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): ChildProcess =>
  // Reading the source maps is a fifth of a start.
  spawn(process.execPath, [...options, main], {
    env: {
      PATH: process.env.PATH,
      XUDAI_LOG_LEVEL: 'error',
      XUDAI_DATA_DIR: process.env['TEST_DATA_DIR'],
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });

const running = (child: ChildProcess, base: string): RunningProcess => ({
  pid: child.pid ?? 0,
  base,
  kill: async (signal = 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  },
});

/** A registry process of the built program, once it answers. */
export const registryProcess = async (
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<RunningProcess> => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child = started(
    'dist/apps/registry/src/main.js',
    { XUDAI_DATABASE_URL: databaseUrl, XUDAI_PORT: String(port), ...env },
    options,
  );
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return running(child, base);
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('The registry did not start.');
    await new Promise((later) => setTimeout(later, 50));
  }
};

export const projectorProcess = (
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): RunningProcess =>
  running(started('dist/apps/projector/src/main.js', { XUDAI_DATABASE_URL: databaseUrl, ...env }), '');

/** Processes that a spec kills with -9, counted. */
export class Crashes {
  count = 0;

  async of(process: RunningProcess): Promise<void> {
    await process.kill();
    this.count += 1;
  }
}
