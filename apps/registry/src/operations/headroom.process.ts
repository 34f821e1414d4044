import type { Logger } from 'pino';
import { Headroom, recordingLimits, watchFreeSpace } from '#headroom';
import type { Settings } from '#settings';

/** Whether there is room to record, from now on; the log says once when there is none any more, and once when there is again. */
export const watchedHeadroom = async (
  { storageDir }: Pick<Settings, 'storageDir'>,
  logger: Logger,
): Promise<{ readonly headroom: Headroom; readonly stop: () => void }> => {
  const headroom = new Headroom(recordingLimits, ({ level, freeBytes, isDatabaseFull }, before) => {
    if (level === 'short')
      logger.error({ freeBytes, isDatabaseFull }, 'writes are refused: there is too little room');
    else if (before === 'short') logger.warn({ freeBytes }, 'writes go on: there is room again');
    else logger.warn({ freeBytes }, level === 'low' ? 'room runs short' : 'there is enough room again');
  });
  const { stop } = await watchFreeSpace(storageDir, headroom, (error) =>
    logger.error({ err: error }, 'free space cannot be measured'),
  );
  return { headroom, stop };
};
