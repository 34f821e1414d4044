import type { Ratio, Subject } from './interleaved.js';

/** What is measured, and against what. */
export interface Benchmarks {
  readonly subjects: readonly Subject[];
  readonly ratios: readonly Ratio[];
  close(): Promise<void>;
}

/** Where the programs under load stand, and for how long each subject is measured in a round. */
export interface BenchEnvironment {
  readonly durationMs: number;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Address of the registry. */
  readonly registry: string;
  /** Address of the route that does nothing. */
  readonly idle: string;
}
