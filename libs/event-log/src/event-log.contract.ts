import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAppending } from './contract/appending.contract.js';
import { describeFollowing } from './contract/following.contract.js';
import type { OpenedLog } from './contract/opened-log.js';
import { asStored, collected, newStream, plantedAppend } from './contract/planted-appends.js';
import { describeReading } from './contract/reading.contract.js';

interface ContractSizes {
  readonly factsInStream: number;
  /** Appends under way while connections break. */
  readonly appendsInOutage: number;
}

/** The contract of the port, as tests that run on every engine. The log may hold other facts, and others may append meanwhile. */
export const describeEventLog = (
  name: string,
  open: () => Promise<OpenedLog>,
  { factsInStream, appendsInOutage }: ContractSizes = { factsInStream: 10_000, appendsInOutage: 2_000 },
): void => {
  describe(name, () => {
    let opened: OpenedLog;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    describeAppending(() => opened);
    describeReading(() => opened, factsInStream);
    describeFollowing(() => opened);

    describe('nothing acknowledged is lost', () => {
      it('when connections break under load, and each is stored once', async () => {
        const { log, cutConnections } = opened;
        if (!cutConnections) return;
        const appends = Array.from({ length: appendsInOutage }, () => plantedAppend(newStream(), 'none'));
        const answers = Promise.all(appends.map((append) => log.append(append)));
        for (let cut = 0; cut < 3; cut += 1) await cutConnections();
        expect((await answers).filter(({ outcome }) => outcome === 'appended')).toHaveLength(appendsInOutage);
        const stored = await log.readStreams(appends.map(({ stream }) => ({ stream, from: 0 })));
        expect(stored).toEqual(appends.map((append) => asStored(append, 0)));
      });

      it('over a restart', async () => {
        const { log, reopen } = opened;
        if (!reopen) return;
        const append = plantedAppend(newStream(), 'none');
        const first = await log.append(append);
        const again = await reopen();
        expect(await collected(again.log.readStream({ stream: append.stream }))).toEqual(asStored(append, 0));
        expect(await again.log.append(append)).toEqual(first);
        await again.close();
      });
    });
  });
};

export type { OpenedLog };
