import { beforeAll, it } from '@jest/globals';

/**
 * A test that mostly waits, with all that it needs of its own: it begins with the others of its block and is waited for where it stands, so it
 * stands last. Jest runs `it.concurrent` beside others of its kind alone.
 */
export const itWhileOthersRun = (name: string, story: () => Promise<void>, longestMs = 60_000): void => {
  let told: Promise<void> | undefined;
  beforeAll(() => {
    told = story();
    told.catch(() => undefined);
  });
  it(name, () => told, longestMs);
};
