import { Worker } from 'node:worker_threads';
import type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from '#audit';

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
export const replayInThread =
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
