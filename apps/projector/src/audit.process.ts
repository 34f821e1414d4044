import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import {
  carryOutReplays,
  type ReplayAsked,
  type ReplayCounts,
  type ReplayOutcome,
  type RunReplay,
} from '#audit';
import { createPool } from '#database';
import type { OutageLines } from '#outages';
import { anomaliesChecker } from '#anomalies';
import { bailoutBookChecker } from '#bailout-book';
import { borrowerBookChecker } from '#borrower-book';
import { arbiterChecker } from '#first-time-borrowers';
import { loanBookChecker } from '#loan-book';
import { registerBookChecker } from '#register-book';
import { reportingBookChecker } from '#reporting-book';
import { targetsChecker } from '#targets';
import { type Checker, keepChecking, type Projection } from '#projections';

/** One for every projection of pages and figures. */
export const checkers: readonly Checker[] = [
  registerBookChecker,
  loanBookChecker,
  bailoutBookChecker,
  borrowerBookChecker,
  reportingBookChecker,
  targetsChecker,
  anomaliesChecker,
  arbiterChecker,
];

/** Longer than the statement timeout of a check, so that the server ends it first. */
const longestCheckMs = 16 * 60_000;

/**
 * Runs checks and replays in the background. They have connections of their own, and replays threads of their own, so that no follower
 * waits for them.
 */
export const auditInBackground = async (
  databaseUrl: string,
  projections: readonly Projection[],
  { logger, outages }: { readonly logger: Logger; readonly outages: OutageLines },
  { signal, hasRoom }: { readonly signal: AbortSignal; readonly hasRoom: () => boolean },
): Promise<void> => {
  // Two replay workers look for the next replay over the pool. Checks and running replays use held connections outside of it.
  const pool = createPool(databaseUrl, {
    max: 2,
    applicationName: 'xudai audit',
    onSetback: (error) => outages.setback(error, 'a connection of checks and replays was lost'),
    longestAnswerMs: longestCheckMs,
  });
  await Promise.all([
    keepChecking({
      checkers,
      projections,
      pool,
      signal,
      hasRoom,
      onMismatches: ({ projection, seq, mismatches }) =>
        logger.error(
          {
            projection,
            seq,
            mismatches: mismatches.length,
            // Without keys of rows, which contain ids that banks chose. The table of checks has them.
            tables: [...new Set(mismatches.map(({ table }) => table))],
          },
          'rows of a projection are not what the facts say',
        ),
      onBroken: (broken) =>
        logger.error(broken, 'a check broke, so that nobody knows whether its rows are what the facts say'),
      onSetback: (error) => outages.setback(error, 'a check was not finished'),
    }),
    carryOutReplays({
      pool,
      run: replayInThread(databaseUrl),
      signal,
      hasRoom,
      onSetback: (error) => outages.setback(error, 'open replays are looked for again'),
    }),
  ]);
  await pool.end();
};

/** `workerData` of the thread. */
export interface ThreadTask {
  readonly databaseUrl: string;
  readonly asked: ReplayAsked;
}

/** Messages of the thread, the outcome last. */
export type ThreadMessage =
  | { readonly counts: ReplayCounts }
  | { readonly outcome: ReplayOutcome }
  | { readonly warning: string };

/**
 * Folding the log computes for minutes. In a worker thread it does not block the event loop of the followers, and its memory is freed at
 * the end.
 */
const replayInThread =
  (databaseUrl: string): RunReplay =>
  ({ programme, effectiveAsOf, knownAt }, onProgress, signal) =>
    new Promise((resolve, reject) => {
      const task: ThreadTask = { databaseUrl, asked: { programme, effectiveAsOf, knownAt } };
      const thread = new Worker(new URL('replay.process.js', import.meta.url), { workerData: task });
      let outcome: ReplayOutcome | undefined;
      const stop = (): void => void thread.terminate();
      signal.addEventListener('abort', stop);
      thread.on('message', (message: ThreadMessage) => {
        if ('counts' in message) onProgress(message.counts);
        else if ('warning' in message) process.emitWarning(message.warning, 'ReplayWarning');
        else outcome = message.outcome;
      });
      thread.on('error', reject);
      thread.on('exit', () => {
        signal.removeEventListener('abort', stop);
        if (outcome) resolve(outcome);
        else reject(signal.reason ?? new Error('The thread of a replay ended without an outcome.'));
      });
      if (signal.aborted) stop();
    });
