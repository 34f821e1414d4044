import type { StoreState } from '#event-log';
import { type DatabaseState, reasonsAgainst, type RegistryState } from '../registry-state.js';
import type { GaugeName } from './metric-names.js';

/** One value of one gauge. */
export interface Sample {
  readonly name: GaugeName;
  readonly labels?: { readonly projection: string };
  readonly value: number;
}

/** The last result of a check. */
interface Check {
  readonly projection: string;
  readonly mismatches: number;
  /** Why the check broke; null where it did not. */
  readonly failure: object | null;
}

const seconds = (ms: number): number => ms / 1_000;
const flag = (holds: boolean): number => (holds ? 1 : 0);

/** Files that are not decided to their end. */
export interface SubmissionQueue {
  readonly waiting: number;
  readonly oldestSeconds: number;
}

/** The state of the registry in numbers. Values that could not be read are left out. */
export const samplesOf = (
  state: RegistryState,
  checks: readonly Check[],
  files?: SubmissionQueue,
): readonly Sample[] => {
  const { database, log, headroom } = state;
  return [
    { name: 'xudai_ready', value: flag(reasonsAgainst(state).length === 0) },
    { name: 'xudai_database_up', value: flag(database !== 'silent') },
    { name: 'xudai_storage_short', value: flag(headroom.level === 'short') },
    ...(headroom.freeBytes === null
      ? []
      : [{ name: 'xudai_storage_free_bytes' as const, value: headroom.freeBytes }]),
    ...(database === 'silent' ? [] : ofDatabase(database, checks)),
    ...(database === 'silent' || !files
      ? []
      : [
          { name: 'xudai_submissions_waiting' as const, value: files.waiting },
          { name: 'xudai_submissions_oldest_seconds' as const, value: files.oldestSeconds },
        ]),
    { name: 'xudai_log_missing_facts', value: log.shortage ? log.shortage.seen - log.shortage.head : 0 },
    ...(log.eventStore ? ofStore(log.eventStore) : []),
  ];
};

const ofDatabase = (
  { clockMs, headSeq, lagMs, passed, stopped, stoppedBackFills }: DatabaseState,
  checks: readonly Check[],
): readonly Sample[] => {
  const names = new Set(passed.map(({ projection }) => projection));
  const stopping = new Set(stopped.map(({ projection }) => projection));
  const notFilledIn = new Set(stoppedBackFills.map(({ projection }) => projection));
  return [
    { name: 'xudai_clock_difference_seconds', value: seconds(clockMs) },
    { name: 'xudai_facts', value: headSeq },
    { name: 'xudai_projection_lag_seconds', value: seconds(lagMs) },
    ...passed.flatMap(({ projection, seq, parked }): Sample[] => [
      { name: 'xudai_projection_seq', labels: { projection }, value: seq },
      { name: 'xudai_parked_facts', labels: { projection }, value: parked },
      { name: 'xudai_projection_stopped', labels: { projection }, value: flag(stopping.has(projection)) },
      { name: 'xudai_back_fill_stopped', labels: { projection }, value: flag(notFilledIn.has(projection)) },
    ]),
    ...checks
      .filter(({ projection }) => names.has(projection))
      .flatMap(({ projection, mismatches, failure }): Sample[] => [
        { name: 'xudai_check_mismatches', labels: { projection }, value: mismatches },
        { name: 'xudai_check_broken', labels: { projection }, value: flag(failure !== null) },
      ]),
  ];
};

const ofStore = ({
  answers,
  isOtherStore,
  isBarrierPassed,
  sequencer,
  behindMs,
}: StoreState): readonly Sample[] => [
  { name: 'xudai_event_store_up', value: flag(answers === 'yes') },
  { name: 'xudai_event_store_known', value: flag(!isOtherStore) },
  { name: 'xudai_start_barrier_passed', value: flag(isBarrierPassed) },
  ...(typeof sequencer === 'string'
    ? []
    : [
        { name: 'xudai_sequencer_silent_seconds' as const, value: seconds(sequencer.silentMs) },
        { name: 'xudai_sequencer_standing_still' as const, value: flag(sequencer.failure !== null) },
      ]),
  ...(behindMs === null
    ? []
    : [{ name: 'xudai_sequencer_behind_seconds' as const, value: seconds(behindMs) }]),
];
