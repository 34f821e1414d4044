import { describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, readSideOf, stampedFact } from './testing/sequenced-store.js';

describe('a store that denies access', () => {
  it('is reported as such, and its facts are sequenced once it gives access', async () => {
    const own = await EventStoreDouble.started();
    const side = await readSideOf(own, newPrefix());
    const sequencer = side.sequencer();
    await side.open.log.append(appendOf(stampedFact('2024-05-06T01:00:00.000Z')));
    await side.facts(1);
    own.faults.isDenying = true;
    expect((await side.open.state()).reasons).toContainEqual(expect.stringContaining('denies access'));
    own.drop('failed');
    own.faults.isDenying = false;
    await side.open.log.append(appendOf(stampedFact('2024-05-06T01:00:01.000Z')));
    await side.facts(2);
    expect(await side.reasonsLeft()).toEqual([]);
    await sequencer.stop();
    await side.close();
    own.stop();
  });
});
