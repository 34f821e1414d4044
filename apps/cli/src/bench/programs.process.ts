import { execFile, type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { once } from 'node:events';
import os from 'node:os';
import type { Measured } from './interleaved.js';
import { countProcessorTime, type PostgresServer } from './processor-time.process.js';

/**
 * Tools that are no dependencies of the project, installed below .cache in exact versions, once. Answers their folder.
 */
export const installedPackages = async (
  name: string,
  versions: Readonly<Record<string, string>>,
): Promise<string> => {
  const folder = path.resolve('.cache', name);
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  const manifest = path.join(folder, 'package.json');
  // Written by npm when all is there.
  const done = path.join(folder, 'node_modules/.package-lock.json');
  if (existsSync(done) && existsSync(manifest) && readFileSync(manifest, 'utf8') === wanted) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  try {
    const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', options, { cwd: folder });
    return folder;
  } catch (error) {
    writeFileSync(manifest, '');
    throw error;
  }
};

const mains = {
  registry: 'dist/apps/registry/src/main.js',
  projector: 'dist/apps/projector/src/main.js',
  'bare-routes': 'dist/apps/cli/src/bench/bare-routes.server.js',
};

interface AsLaunched {
  readonly nodeOptions: Partial<Record<keyof typeof mains, readonly string[]>>;
  readonly priorities: Partial<Record<keyof typeof mains, number>>;
}

/** As the launcher starts each, which says it here. */
const { nodeOptions, priorities } = JSON.parse(
  process.env['BENCH_PROGRAMS'] ?? '{"nodeOptions":{},"priorities":{}}',
) as AsLaunched;

/** Registry and projector as they are run, each by itself. */
export interface Program {
  readonly pid: number;
  stop(): Promise<void>;
}

export const started = (name: keyof typeof mains, env: NodeJS.ProcessEnv = {}): Program => {
  const child: ChildProcess = spawn(
    process.execPath,
    // What stands in a registry's place runs as one.
    [...(nodeOptions[name] ?? nodeOptions.registry ?? []), path.resolve(mains[name])],
    // The channel closes when this program is gone, and the other ends.
    { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const priority = priorities[name];
  if (child.pid !== undefined && priority !== undefined)
    os.setPriority(child.pid, Math.max(os.getPriority(), priority));
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** A projector that stands still for a part of a run: each time it begins anew it is another process. */
export class Projector {
  private program: Program | undefined;

  constructor(private readonly env: NodeJS.ProcessEnv = {}) {}

  /** 0 while it stands still. */
  get pid(): number {
    return this.program?.pid ?? 0;
  }

  start(): void {
    this.program ??= started('projector', this.env);
  }

  async stop(): Promise<void> {
    await this.program?.stop();
    this.program = undefined;
  }
}

/** What runs while it is measured. */
export interface RunningPrograms {
  readonly registry: Program;
  readonly projector: Projector;
}

interface TakingPart {
  /** Absent where none serves. */
  readonly server: Program | undefined;
  readonly projector: Projector;
  readonly postgres: PostgresServer;
}

/** Measured with the processor time of all that take part, until what was done is also projected, where a projector runs. */
export const withProcessorTime = async (
  { server, projector, postgres }: TakingPart,
  measure: () => Promise<Measured>,
  untilProjected: () => Promise<void>,
): Promise<Measured> => {
  const usedFor = countProcessorTime({
    serverPid: server?.pid ?? 0,
    projectorPid: projector.pid,
    postgres,
  });
  const measured = await measure();
  if (projector.pid > 0) await untilProjected();
  return { ...measured, us: usedFor(measured.count) };
};

/** Until it answers. */
export const answers = async (base: string): Promise<void> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`${base} does not answer.`);
};
