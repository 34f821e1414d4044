import { describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, readSideOf, stampedFact } from './testing/sequenced-store.js';

const instant = '2024-05-06T01:00:00.000Z';

describe('the sequence of a store that is brought back from a backup', () => {
  it('stands still over an older copy, even while it is followed, and continues when the right one is back', async () => {
    const own = await EventStoreDouble.started();
    const prefix = newPrefix();
    const side = await readSideOf(own, prefix);
    const append = async (count: number, { log } = side.open): Promise<void> => {
      for (let no = 0; no < count; no += 1) await log.append(appendOf(stampedFact(instant)));
    };
    const sequencer = side.sequencer();
    await append(8);
    await side.facts(8);
    const whole = own.log.marked();
    await append(12);
    const sequenced = await side.facts(20);
    const later = own.log.marked();
    own.stop();
    own.log.backTo(whole);
    // As a store that is brought back from a copy: away for a while.
    await new Promise((back) => setTimeout(back, 1_500));
    await own.start();
    // By somebody whose database does not say what the store should hold.
    const elsewhere = await readSideOf(own, prefix);
    await append(3, elsewhere.open);
    expect(await sequencer.standstill).toContain('an older copy of it');
    expect(await side.open.sequence.headSeq()).toBe(20);
    expect((await side.open.state()).reasons).toContainEqual(
      expect.stringMatching(/^The sequencer stands still: .*an older copy of it/),
    );

    await own.restart();
    own.log.backTo(later);
    while ((await side.open.state()).reasons.length > 0) await new Promise((soon) => setTimeout(soon, 50));
    expect(await side.facts(20)).toEqual(sequenced);
    await append(1);
    expect(await side.facts(21)).toHaveLength(21);
    await elsewhere.close();
    await side.close();
    own.stop();
  });
});
