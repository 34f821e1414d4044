import type { Logger } from 'pino';
import { carryOutReplays } from '#audit';
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
import { replayInThread } from './replay-thread.process.js';

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
