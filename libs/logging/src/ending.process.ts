import type { Logger } from 'pino';

/** A stop that takes longer than this is cut short; nothing acknowledged is lost by it. */
const longestStopMs = 20_000;

/**
 * Ends in order on SIGINT, SIGTERM and SIGHUP, and when whoever started this process is gone, so that a killed launcher
 * leaves nothing behind: no new requests, running ones finished, then the connections.
 *
 * @param stop gives the exit code
 * @returns begins the end from inside
 */
export const endInOrder = (logger: Logger, stop: () => Promise<number>): ((why: string) => void) => {
  let ending = false;
  const end = (why: string): void => {
    // Another signal changes nothing: the order of stopping is never broken.
    if (ending) return;
    ending = true;
    logger.info({ why }, 'ending');
    setTimeout(() => process.exit(1), longestStopMs).unref();
    stop().then(
      (exitCode) => process.exit(exitCode),
      (error: unknown) => {
        logger.error({ err: error }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  process.on('disconnect', () => end('the launcher is gone'));
  // It may have gone while this program was still loading.
  if (process.send && !process.connected) end('the launcher is gone');
  return end;
};
