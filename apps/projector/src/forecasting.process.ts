import type pg from 'pg';
import { type BusinessDate, type Clock, shanghaiDay } from '#calendar';
import { whileActive } from '#database';
import type { EventLog } from '#event-log';
import { factIn, forecastStream } from '#facts';
import { newFact } from '#recording';
import { forecastable, forecastsOf, lastWholeDay } from '#targets';
import { BackOff, pause, retried } from '#wake-up';
import type { ProgrammeCode } from '#identifiers';

/* Forecasts every target once a day and records the forecasts as a fact, so that `knownAt` always gives the forecast of that time. */

export interface Forecasting {
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly hasRoom?: () => boolean;
  readonly onRecorded: (recorded: { readonly programme: string; readonly targets: number }) => void;
  readonly onSetback: (error: unknown) => void;
  /** Default: a minute. */
  readonly pauseMs?: number;
}

const usualPauseMs = 60_000;
const setbackPauseMs = 5_000;

/** A forecast that runs into the timeout is tried again. */
const settings = `set statement_timeout = '5min'; set max_parallel_workers_per_gather = 0`;

const entered = factIn('forecast');

/** The last recorded forecast of a programme; undefined where there is none. */
const lastOf = async (
  log: EventLog,
  programme: ProgrammeCode,
): Promise<{ readonly revision: number; readonly effectiveAsOf: BusinessDate } | undefined> => {
  for await (const fact of log.readStream({
    stream: forecastStream(programme),
    direction: 'backwards',
    limit: 1,
  }))
    return { revision: fact.revision, effectiveAsOf: entered(fact).data.basis.effectiveAsOf };
  return undefined;
};

/**
 * Forecasts the programmes that have no forecast of the day. A conflict is no failure: another process recorded the same, by the day's
 * seed.
 */
const forecastDay = async (
  { log, clock, onRecorded, signal }: Pick<Forecasting, 'log' | 'clock' | 'onRecorded' | 'signal'>,
  database: Pick<pg.ClientBase, 'query'>,
  isDone: Set<string>,
): Promise<void> => {
  const effectiveAsOf = lastWholeDay(shanghaiDay(clock.now()));
  const { knownAt, programmes } = await forecastable(database);
  for (const programme of programmes) {
    const name = `${programme} ${effectiveAsOf}`;
    if (signal.aborted || isDone.has(name)) continue;
    const last = await lastOf(log, programme);
    if (last === undefined || last.effectiveAsOf < effectiveAsOf) {
      const data = await forecastsOf(database, programme, { effectiveAsOf, knownAt });
      if (!data) continue;
      const appended = await log.append({
        stream: forecastStream(programme),
        expectedRevision: last?.revision ?? 'none',
        facts: [
          newFact(
            { type: 'ForecastRecorded', data },
            { actor: 'registry', correlationId: null },
            clock.now(),
          ),
        ],
      });
      if (appended.outcome === 'appended') onRecorded({ programme, targets: data.targets.length });
    }
    isDone.add(name);
  }
};

/** Forecasts each day that is due, until the signal aborts. Of several processes one is active, by an advisory lock. */
export const keepForecasting = async (forecasting: Forecasting): Promise<void> => {
  const { pool, signal, onSetback, hasRoom = () => true, pauseMs = usualPauseMs } = forecasting;
  const active = { name: 'xudai forecasts', signal, begin: settings, breaksOff: true };
  await retried(
    () =>
      whileActive(pool, active, async ({ connection }) => {
        const isDone = new Set<string>();
        while (!signal.aborted) {
          if (hasRoom()) await forecastDay(forecasting, connection, isDone);
          await pause(pauseMs, signal);
        }
      }),
    { signal, onSetback, backOff: new BackOff({ firstMs: setbackPauseMs, longestMs: setbackPauseMs }) },
  );
};
