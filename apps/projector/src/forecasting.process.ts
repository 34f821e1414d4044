import type pg from 'pg';
import { type BusinessDate, type Clock, shanghaiDay } from '#calendar';
import { whileActive } from '#database';
import type { EventLog } from '#event-log';
import { factIn, forecastStream } from '#facts';
import { newFact } from '#recording';
import { forecastable, forecastsOf, lastWholeDay } from '#targets';
import { BackOff, pause, retried } from '#wake-up';
import type { ProgrammeCode } from '#identifiers';

/* Once a day what is expected of each target is worked out and recorded, as a fact: what was known when is then known for ever. */

export interface Forecasting {
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly hasRoom?: () => boolean;
  readonly onRecorded: (recorded: { readonly programme: string; readonly targets: number }) => void;
  readonly onSetback: (error: unknown) => void;
  /** Between two looks; absent: a minute. */
  readonly pauseMs?: number;
}

const usualPauseMs = 60_000;
const setbackPauseMs = 5_000;

/** Nothing is lost with a forecast that is broken off. */
const settings = `set statement_timeout = '5min'; set max_parallel_workers_per_gather = 0`;

const entered = factIn('forecast');

/** The last that was recorded of a programme; undefined where none was. */
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

/** Of those programmes whose day is not recorded yet. Somebody else who records it first has said the same: the seed is the day's. */
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

/** Looks every minute whether a day is to be forecast, until the signal. Of several processes one does it; it holds a lock. */
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
