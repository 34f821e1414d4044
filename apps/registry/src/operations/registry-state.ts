import { projectionName, type ProjectionName, type Stores } from '#contract';
import type { LogState } from '#event-log';
import { arbiterName } from '#first-time-borrowers';
import { type HeadroomState, mebibyte, recordingLimits } from '#headroom';

/** The health of the log: whether it takes facts and gives them their seq. */
export class LogHealth {
  constructor(readonly state: () => Promise<LogState>) {}
}

/**
 * The arbiter's checkpoint is part of every basis: a position is projected once the arbiter has passed it and its facts are projected too.
 */
export const arbiter: ProjectionName = arbiterName;

export const projections = projectionName.options;

/** With a larger difference to the database's clock the registry is not ready: `recordedAt` would be wrong. */
const clockDifferenceMs = 1_000;
/** A longer lag means that no projector runs. */
const longestLagMs = 15_000;

/** The state of the database and of the projections in it. */
export interface DatabaseState {
  /** Difference between its clock and that of this process. */
  readonly clockMs: number;
  /** Seq of the last fact. */
  readonly headSeq: number;
  /** Age of the first fact that is not projected. */
  readonly lagMs: number;
  /** Seq of the last fact that each projection has passed, and how many it has parked. */
  readonly passed: readonly { readonly projection: string; readonly seq: number; readonly parked: number }[];
  /** Projections that stopped, and at which fact. */
  readonly stopped: readonly { readonly projection: string; readonly seq: number }[];
  /** Projections whose back-fill cannot count the fact after this one. */
  readonly stoppedBackFills: readonly { readonly projection: string; readonly seq: number }[];
}

/** The state of the registry, from which the sentences of `/readyz` and the numbers of `/metrics` are made. */
export interface RegistryState {
  readonly database: DatabaseState | 'silent';
  readonly log: LogState;
  readonly headroom: HeadroomState;
}

/** Why the registry is not ready, in sentences; none when it is. */
export const reasonsAgainst = ({ database, log, headroom }: RegistryState): readonly string[] => [
  ...(database === 'silent' || log.eventStore?.sequencer === 'unread'
    ? ['The database does not answer.']
    : clockReasons(database)),
  ...log.reasons,
  ...(headroom.level === 'short' ? [shortOf(headroom)] : []),
  ...(database === 'silent' ? [] : projectionReasons(database)),
];

/** The engine of the log is the event store, where there is one; else the database itself. */
export const storesOf = ({
  database,
  log: { eventStore },
}: Pick<RegistryState, 'database' | 'log'>): Stores => {
  const isThere = database !== 'silent';
  return {
    log: eventStore
      ? { engine: 'eventstoredb', answers: eventStore.answers === 'yes' }
      : { engine: 'postgresql', answers: isThere },
    database: { answers: isThere, headSeq: isThere ? database.headSeq : null },
  };
};

/** What may become a reason. */
export const warningsOf = ({ headroom, database }: RegistryState): readonly string[] => [
  ...(headroom.level === 'low' ? [lowOn(headroom)] : []),
  ...(database === 'silent' ? [] : database.stoppedBackFills.map(stoppedAfter)),
];

const lowOn = (headroom: HeadroomState): string =>
  `Only ${mebibytes(headroom)} MiB are free where the database keeps its files; writes are refused below ${recordingLimits.refuseBelow / mebibyte} MiB.`;

const stoppedAfter = ({ projection, seq }: DatabaseState['stoppedBackFills'][number]): string =>
  `What definitions of ${projection} have to count of earlier facts is filled in up to fact ${seq}; the next one cannot be counted.`;

const mebibytes = ({ freeBytes }: HeadroomState): number => Math.floor((freeBytes ?? 0) / mebibyte);

const shortOf = (headroom: HeadroomState): string =>
  headroom.isDatabaseFull
    ? 'Writes are refused: the database says that it has no room.'
    : `Writes are refused: only ${mebibytes(headroom)} MiB are free where the database keeps its files.`;

const clockReasons = ({ clockMs }: DatabaseState): readonly string[] =>
  clockMs > clockDifferenceMs ? [`The clock of this process is ${clockMs} ms away from the database's.`] : [];

const projectionReasons = ({ stopped, lagMs }: DatabaseState): readonly string[] => [
  ...stopped.map(
    ({ projection, seq }) => `The projection ${projection} stopped at fact ${seq}, which it cannot apply.`,
  ),
  ...(lagMs > longestLagMs ? [`The projections are ${lagMs} ms behind the log.`] : []),
];
