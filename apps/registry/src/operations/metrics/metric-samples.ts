import type { StoreState } from '#event-log';
import { type DatabaseState, reasonsAgainst, type RegistryState } from '../registry-state.js';

/** One metric. A published name never changes, since dashboards and alarms use it. */
export interface Metric {
  readonly help: string;
  /** Values of a label come from a list that this program has, never from a request. */
  readonly labels?: readonly string[];
}

const metrics = <Name extends string>(each: Readonly<Record<Name, Metric>>): Readonly<Record<Name, Metric>> =>
  each;

/** Metrics that count while the process runs. */
export const counted = metrics({
  xudai_http_request_duration_seconds: {
    help: 'From the arrival of a request to the end of its answer',
    labels: ['method', 'route'],
  },
  xudai_http_responses_total: { help: 'Answers by their status', labels: ['method', 'status'] },
  xudai_reports_total: { help: 'Reports by what became of them; dry runs are none', labels: ['outcome'] },
  xudai_turned_away_total: {
    help: 'Requests for which there was no room, by what they would have been',
    labels: ['kind'],
  },
  xudai_work_under_way: {
    help: 'Reports, or requests of another kind, that are under way',
    labels: ['kind'],
  },
  xudai_under_way_bytes: { help: 'Of the bodies of the requests that are under way', labels: ['kind'] },
  xudai_refusals_total: { help: 'Refused reports by the first rule that they break', labels: ['rule'] },
});

/** Metrics that are read at each scrape. One that cannot be read is left out. */
export const gauges = metrics({
  xudai_ready: { help: '1 when /readyz has no reason against it' },
  xudai_database_up: { help: '1 when the database answers' },
  xudai_clock_difference_seconds: { help: "Between the clock of this process and the database's" },
  xudai_facts: { help: 'Facts in the order, which is the seq of the last one' },
  xudai_log_missing_facts: {
    help: 'Facts that were seen beyond the end of the log; 0 when all that was seen is there',
  },
  xudai_projection_seq: { help: 'Seq of the last fact that a projection has passed', labels: ['projection'] },
  xudai_parked_facts: {
    help: 'Facts that a projection could not apply, with those that wait behind them',
    labels: ['projection'],
  },
  xudai_projection_stopped: {
    help: '1 when a projection stopped at a fact that it cannot apply',
    labels: ['projection'],
  },
  xudai_back_fill_stopped: {
    help: '1 when definitions have to count a fact of before them that cannot be counted',
    labels: ['projection'],
  },
  xudai_projection_lag_seconds: { help: 'Age of the first fact that a projection waits for; 0 for none' },
  xudai_check_mismatches: {
    help: 'Rows that were not what the facts say, at the last check of a projection',
    labels: ['projection'],
  },
  xudai_check_broken: {
    help: '1 when the last check of a projection broke and says nothing of its rows',
    labels: ['projection'],
  },
  xudai_submissions_waiting: { help: 'Files of reports that are not decided to their end' },
  xudai_submissions_oldest_seconds: {
    help: 'Since the oldest file that is not decided to its end was received; 0 for none',
  },
  xudai_storage_short: { help: '1 while writes are refused for want of room' },
  xudai_storage_free_bytes: { help: 'Free where the database keeps its files, where that is known' },
  xudai_event_store_up: { help: '1 when the leader of the event store answers, and gives access' },
  xudai_event_store_known: { help: '0 when the event store is not the one whose facts the database has' },
  xudai_start_barrier_passed: {
    help: '1 when all that was recorded before this process started is in order',
  },
  xudai_sequencer_silent_seconds: { help: 'Since the last sign of life of the sequencer' },
  xudai_sequencer_standing_still: { help: '1 when the sequencer says why it does not go on' },
  xudai_sequencer_behind_seconds: {
    help: 'For so long a fact was seen in the event store that is not in order; 0 for none',
  },
});

export type GaugeName = keyof typeof gauges;

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
