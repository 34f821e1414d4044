import type { Logger } from 'pino';
import { followingLimits, Headroom, watchFreeSpace } from '#headroom';
import type { Settings } from '#settings';

/** Whether there is room to follow, from now on. What follows from the facts can wait; a database without any room serves nobody. */
export const watchedRoom = async (
  { storageDir }: Pick<Settings, 'storageDir'>,
  logger: Logger,
): Promise<{ readonly hasRoom: () => boolean; readonly stop: () => void }> => {
  const headroom = new Headroom(followingLimits, ({ level, freeBytes }) => {
    if (level === 'short') logger.error({ freeBytes }, 'nothing is projected: there is too little room');
    else logger.warn({ freeBytes }, 'projecting goes on: there is room again');
  });
  const { stop } = await watchFreeSpace(storageDir, headroom, (error) =>
    logger.error({ err: error }, 'free space cannot be measured'),
  );
  return { hasRoom: () => headroom.mayWrite(performance.now()), stop };
};
