import { readdirSync, readFileSync } from 'node:fs';

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

/** Microseconds of processor time, for each that was done. */
export interface ProcessorUs {
  /** Who puts the others under load, or appends itself. */
  readonly client: number;
  /** The registry, or what stands in its place; 0 without one. */
  readonly server: number;
  readonly mainThread: number;
  readonly projector: number;
  /** All its processes. */
  readonly postgres: number;
}

/** Everything that takes part; 0 for a process that does not. */
interface Processes {
  readonly serverPid: number;
  readonly projectorPid: number;
  readonly postgres: PostgresServer;
}

const usedSoFarMs = ({ serverPid, projectorPid, postgres }: Processes): ProcessorUs => ({
  client: usedMs(process.pid),
  server: usedMs(serverPid),
  mainThread: mainThreadMs(serverPid),
  projector: usedMs(projectorPid),
  postgres: postgres.usedMs(),
});

/** Begins to count. The function that it returns gives the processor time for each of so many. */
export const countProcessorTime = (processes: Processes): ((count: number) => ProcessorUs) => {
  const before = usedSoFarMs(processes);
  return (count) => {
    const after = usedSoFarMs(processes);
    const each = (name: keyof ProcessorUs): number => ((after[name] - before[name]) * 1_000) / count;
    return {
      client: each('client'),
      server: each('server'),
      mainThread: each('mainThread'),
      projector: each('projector'),
      postgres: each('postgres'),
    };
  };
};
