/*
 * How much each campaign does in `npm test`, every day, and in `npm run test:nightly`. What is shown is the same; at night it is tried more
 * often, with more of it, and with the times that a registry really waits.
 */

/** `npm run test:nightly` says so. The name is none of the programs' settings, so that none of them is told. */
const isNightly = process.env['TEST_NIGHTLY'] === '1';
/** The scores of mutation testing are of laws tried as often as usual. */
const isMutated = process.env['MUTATION_PART'] !== undefined;

interface Forms<Size> {
  readonly everyday: Size;
  readonly nightly: Size;
}

const campaign = <Size extends object>(everyday: Size, nightly: Size): Forms<Size> => ({ everyday, nightly });

/** `crashes`: processes that are killed with -9, at least. */
const campaigns = {
  /** Requests made from the OpenAPI document. */
  fuzz: campaign({ requests: 3_000, longestMs: 600_000 }, { requests: 100_000, longestMs: 7_200_000 }),
  /** A real ledger of bailouts, on the first engine or on each. */
  ledger: campaign({ engines: 1 }, { engines: 2 }),
  /** Programs of the bank guide: that of the project's own language, or each whose compiler and library are to be had. */
  guidePrograms: campaign({ languages: 1 }, { languages: 5 }),
  /** A made-up year; at night as much as the contract asks for, with and without mistakes. */
  syntheticYear: campaign(
    { scale: 0.0001, engines: 1, isCleanToo: false },
    { scale: 0.001, engines: 2, isCleanToo: true },
  ),
  /** A quarter of every report, told in so many other orders; on the first engine as it is written and on the second otherwise, or both on each. */
  quarter: campaign({ orders: 1, isWholeOnEach: false }, { orders: 6, isWholeOnEach: true }),
  /** How long a client that reads nothing is borne. */
  silentReaders: campaign({ patienceMs: 10_000 }, { patienceMs: 30_000 }),
  /** How long a registry is asked in each state of a disk that fills. */
  fullDisk: campaign({ watchedMs: 1_000 }, { watchedMs: 5_000 }),
  /** Reports that come while projections are made anew. */
  reportsDuringRebuilds: campaign({ aSecond: 80, seconds: 2 }, { aSecond: 500, seconds: 20 }),
  /** Reports of a file, and what a registry may take meanwhile. */
  largeFiles: campaign(
    { mistakes: 10_000, right: 4_000, mebibytes: 512 },
    { mistakes: 200_000, right: 200_000, mebibytes: 768 },
  ),
  /** What is promised of every engine: facts of a long stream, and appends while connections break. */
  logContract: campaign(
    { factsInStream: 10_000, appendsInOutage: 800 },
    { factsInStream: 10_000, appendsInOutage: 2_000 },
  ),
  /** Drops and restarts of an event store under load. */
  droppedStore: campaign({ drops: 8 }, { drops: 100 }),
  /** Whether a page that a journey comes to is looked at in each scheme of each language, or in each language and in each scheme. */
  consoleLooks: campaign({ areCombined: false }, { areCombined: true }),

  killedProcesses: campaign({ crashes: 6 }, { crashes: 6 }),
  killedQuarter: campaign({ crashes: 3 }, { crashes: 3 }),
  killedArbiter: campaign({ crashes: 3 }, { crashes: 3 }),
  killedReplays: campaign({ crashes: 3 }, { crashes: 3 }),
  /** A round kills a registry and a projector, at night PostgreSQL too; every day PostgreSQL once. */
  killedSubmissions: campaign(
    { loans: 6_000, rounds: 2, crashes: 5 },
    { loans: 50_000, rounds: 10, crashes: 30 },
  ),
  killedRebuilds: campaign({ facts: 1_500, crashes: 2, atMost: 2 }, { facts: 10_000, crashes: 4, atMost: 8 }),
  killedBackFills: campaign({ crashes: 1 }, { crashes: 1 }),
  /** A round kills the store, a registry and a projector. */
  storeCrashes: campaign({ rounds: 2, crashes: 6 }, { rounds: 325, crashes: 975 }),
  /** A round kills a registry, a projector and PostgreSQL, in any order. */
  killedUnderLoad: campaign({ rounds: 1, crashes: 3 }, { rounds: 70, crashes: 210 }),
} as const;

type Campaigns = typeof campaigns;

/** Of a campaign in the form that runs. */
export const sizeOf = <Name extends keyof Campaigns>(name: Name): Campaigns[Name][keyof Forms<object>] =>
  campaigns[name][isNightly && !isMutated ? 'nightly' : 'everyday'];

/** How often a law is tried in the form that runs: as often as it takes to meet all that it is about every day, more often at night. */
export const lawRuns = (usual: number): number => (isNightly && !isMutated ? usual * 10 : usual);

/** Processes that are killed in all campaigns together. */
export const crashesIn = (form: keyof Forms<object>): number =>
  Object.values(campaigns).reduce((sum, { [form]: size }) => sum + ('crashes' in size ? size.crashes : 0), 0);
