import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Processor time of processes, as the kernel of Linux counts it, to the nanosecond: what the machine does beside makes an answer late, and
 * its processor time hardly longer.
 */

const numbersOf = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended meanwhile.
    return undefined;
  }
};

/** Of all threads of a process, in milliseconds. */
const ofProcess = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((task) => numbersOf(read(`/proc/${pid}/task/${task}/schedstat`) ?? '0')[0] ?? 0)
      .reduce((sum, ns) => sum + ns / 1e6, 0);
  } catch {
    return 0;
  }
};

const statOf = (pid: number): readonly string[] =>
  (read(`/proc/${pid}/stat`) ?? '').replace(/^.*\) /, '').split(' ');

const parentOf = (pid: number): number => Number(statOf(pid)[1]);

const childrenOf = (pid: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);

/** Milliseconds that children which ended had used; the kernel counts them in hundredths of a second. */
const endedOf = (pid: number): number => (Number(statOf(pid)[13]) + Number(statOf(pid)[14])) * 10;

/** A server of PostgreSQL, known by one of its back-ends. */
export class PostgresServer {
  private readonly postmaster: number;
  private backEnds: readonly number[] = [];

  constructor(backEnd: number) {
    this.postmaster = parentOf(backEnd);
    this.lookAgain();
  }

  /** Finds the back-ends that there are now. */
  lookAgain(): void {
    this.backEnds = childrenOf(this.postmaster);
  }

  /** All its processes, those that ended included. */
  usedMs(): number {
    this.lookAgain();
    return endedOf(this.postmaster) + this.ofThoseKnownMs();
  }

  /** Quickly, for the time of a single question. */
  ofThoseKnownMs(): number {
    return this.backEnds.reduce((sum, pid) => sum + ofProcess(pid), 0);
  }
}

export const usedMs = ofProcess;

/** Of the thread that runs a program's JavaScript, in milliseconds. */
export const mainThreadMs = (pid: number): number =>
  (numbersOf(read(`/proc/${pid}/task/${pid}/schedstat`) ?? '0')[0] ?? 0) / 1e6;

/** The most that a process had in memory, in bytes. */
export const peakBytes = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) * 1_024;

type ProgramName = 'registry' | 'projector';

/** As the launcher starts each, which says them here. */
const nodeOptions = JSON.parse(process.env['BENCH_NODE_OPTIONS'] ?? '{}') as Partial<
  Record<ProgramName, readonly string[]>
>;

/** Registry and projector as they are run, each by itself. */
interface Program {
  readonly pid: number;
  stop(): Promise<void>;
}

export const started = (name: ProgramName): Program => {
  const child: ChildProcess = spawn(
    process.execPath,
    [...(nodeOptions[name] ?? []), path.resolve(`dist/apps/${name}/src/main.js`)],
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
