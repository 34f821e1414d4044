import { LogUnavailable, LogShortened } from '#event-log';
import { pause } from '#wake-up';

const againMs = 1_000;

/**
 * Records what must stand in the log before the first report. While facts are missing at its end nothing is recorded, no report
 * either, and the registry must be there to say so: then it is done as soon as they were put back.
 */
export const recordFirst = async (record: () => Promise<void>): Promise<void> => {
  try {
    await record();
  } catch (error) {
    if (!(error instanceof LogShortened)) throw error;
    void recordLater(record);
  }
};

/** What breaks it beside a log that does not answer ends the process, as at a start. */
const recordLater = async (record: () => Promise<void>): Promise<void> => {
  for (;;)
    try {
      await pause(againMs);
      return await record();
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
    }
};
