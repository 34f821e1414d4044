import { describe, expect, it } from '@jest/globals';
import type { StoreState } from '#event-log';
import type { HeadroomState } from '#headroom';
import { type DatabaseState, type RegistryState, warningsOf } from '../registry-state.js';
import { samplesOf } from './metric-samples.js';

const database: DatabaseState = {
  clockMs: 20,
  headSeq: 7,
  lagMs: 1_500,
  passed: [
    { projection: 'loan-book', seq: 7, parked: 0 },
    { projection: 'targets', seq: 5, parked: 3 },
  ],
  stopped: [],
  stoppedBackFills: [{ projection: 'targets', seq: 4 }],
};
const store: StoreState = {
  answers: 'yes',
  isOtherStore: false,
  isBarrierPassed: true,
  sequencer: { failure: null, silentMs: 400 },
  behindMs: 0,
};

const headroom: HeadroomState = { level: 'enough', freeBytes: null, isDatabaseFull: false };

const onDatabase = (changes: Partial<DatabaseState> = {}): RegistryState => ({
  database: { ...database, ...changes },
  log: { reasons: [], shortage: null, eventStore: null },
  headroom,
});
const onStore = (changes: Partial<StoreState> = {}, reasons: readonly string[] = []): RegistryState => ({
  database,
  log: { reasons, shortage: null, eventStore: { ...store, ...changes } },
  headroom,
});

/** As Prometheus has them. */
const valuesOf = (state: RegistryState, checks: Parameters<typeof samplesOf>[1] = []) =>
  Object.fromEntries(
    samplesOf(state, checks).map(({ name, labels, value }) => [
      name.replace('xudai_', '') + (labels ? `{${labels.projection}}` : ''),
      value,
    ]),
  );

describe('the state in numbers', () => {
  it('without an event store has no sample of one', () => {
    expect(valuesOf(onDatabase())).toEqual({
      ready: 1,
      database_up: 1,
      log_missing_facts: 0,
      'parked_facts{loan-book}': 0,
      'parked_facts{targets}': 3,
      storage_short: 0,
      clock_difference_seconds: 0.02,
      facts: 7,
      projection_lag_seconds: 1.5,
      'projection_seq{loan-book}': 7,
      'projection_seq{targets}': 5,
      'back_fill_stopped{loan-book}': 0,
      'back_fill_stopped{targets}': 1,
      'projection_stopped{loan-book}': 0,
      'projection_stopped{targets}': 0,
    });
  });

  it('is ready, with a warning, while definitions wait for what cannot be counted', () => {
    expect(warningsOf(onDatabase())).toEqual([
      'What definitions of targets have to count of earlier facts is filled in up to fact 4; the next one cannot be counted.',
    ]);
    expect(warningsOf(onDatabase({ stoppedBackFills: [] }))).toEqual([]);
  });

  it('is not ready for the reasons of /readyz', () => {
    expect(valuesOf(onDatabase({ lagMs: 15_001 }))).toMatchObject({
      ready: 0,
      projection_lag_seconds: 15.001,
    });
    expect(valuesOf(onDatabase({ clockMs: 1_001 }))).toMatchObject({ ready: 0 });
    expect(valuesOf(onStore({}, ['It is not.']))).toMatchObject({ ready: 0 });
  });

  it('counts the facts that are missing at the end of the log', () => {
    const shortage = { head: 7, seen: 57, by: 'the projection targets' };
    const short = { ...onDatabase(), log: { reasons: ['They are.'], shortage, eventStore: null } };
    expect(valuesOf(short)).toMatchObject({ ready: 0, log_missing_facts: 50 });
  });

  it('has the free space, where it is known, and is not ready when it is short', () => {
    const withRoom = (room: Partial<HeadroomState>) =>
      valuesOf({ ...onDatabase(), headroom: { ...headroom, ...room } });
    expect(withRoom({ level: 'low', freeBytes: 2 ** 27 })).toMatchObject({
      ready: 1,
      storage_short: 0,
      storage_free_bytes: 2 ** 27,
    });
    expect(withRoom({ level: 'short', freeBytes: 1 })).toMatchObject({ ready: 0, storage_short: 1 });
    expect(withRoom({ level: 'short', isDatabaseFull: true })).toMatchObject({ ready: 0, storage_short: 1 });
  });

  it('names the projection that stopped', () => {
    expect(valuesOf(onDatabase({ stopped: [{ projection: 'targets', seq: 6 }] }))).toMatchObject({
      ready: 0,
      'projection_stopped{loan-book}': 0,
      'projection_stopped{targets}': 1,
    });
  });

  it('has what the last checks found, of projections that are followed', () => {
    const checks = [
      { projection: 'targets', mismatches: 3, failure: { fact: 4, code: '22003' } },
      { projection: 'of-yesterday', mismatches: 1, failure: null },
    ];
    const {
      'check_mismatches{targets}': found,
      'check_broken{targets}': broken,
      ...others
    } = valuesOf(onDatabase(), checks);
    expect([found, broken]).toEqual([3, 1]);
    expect(others).toEqual(valuesOf(onDatabase()));
  });

  it('leaves out the values of a silent database, and has those of the store', () => {
    expect(
      valuesOf({
        database: 'silent',
        log: { reasons: [], shortage: null, eventStore: { ...store, sequencer: 'unread', behindMs: null } },
        headroom,
      }),
    ).toEqual({
      ready: 0,
      database_up: 0,
      log_missing_facts: 0,
      storage_short: 0,
      event_store_up: 1,
      event_store_known: 1,
      start_barrier_passed: 1,
    });
  });

  it('is not ready when the database answers once and then no more', () => {
    expect(valuesOf(onStore({ sequencer: 'unread', behindMs: null }))).toMatchObject({ ready: 0 });
  });

  it('of a store has its health, the sequencer, and for how long a fact has waited', () => {
    expect(valuesOf(onStore())).toMatchObject({
      event_store_up: 1,
      event_store_known: 1,
      start_barrier_passed: 1,
      sequencer_silent_seconds: 0.4,
      sequencer_standing_still: 0,
      sequencer_behind_seconds: 0,
    });
    expect(
      valuesOf(onStore({ answers: 'silent', isOtherStore: true, isBarrierPassed: false })),
    ).toMatchObject({
      event_store_up: 0,
      event_store_known: 0,
      start_barrier_passed: 0,
    });
    expect(valuesOf(onStore({ answers: 'denied' }))).toMatchObject({ event_store_up: 0 });
    expect(
      valuesOf(onStore({ sequencer: { failure: 'why', silentMs: 2_000 }, behindMs: 12_345 })),
    ).toMatchObject({
      sequencer_silent_seconds: 2,
      sequencer_standing_still: 1,
      sequencer_behind_seconds: 12.345,
    });
  });

  it.each(['none', 'of-another-prefix'] as const)(
    'knows no silence of a sequencer that is %s',
    (sequencer) => {
      expect(valuesOf(onStore({ sequencer }))).not.toHaveProperty('sequencer_silent_seconds');
    },
  );
});
