import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { runsOfFacts } from './copy-log.js';

/** One letter is one stream. */
async function* factsIn(streams: string, from = 1): AsyncGenerator<SequencedFact> {
  for (const [index, stream] of [...streams].entries())
    yield {
      seq: from + index,
      stream,
      data: { text: 'x'.repeat(50) },
      metadata: {},
    } as unknown as SequencedFact;
}

const runs = async (
  streams: string,
  limit = { facts: 3, bytes: 1_000 },
  from = 1,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const run of runsOfFacts(factsIn(streams, from), limit))
    found.push(run.map(({ stream }) => stream).join(''));
  return found;
};

describe('facts that go into the store together', () => {
  it('are those of one stream that follow one another', async () => {
    expect(await runs('aabacc')).toEqual(['aa', 'b', 'a', 'cc']);
    expect(await runs('')).toEqual([]);
  });

  it('are at most so many, and at most so large', async () => {
    expect(await runs('aaaaaaa')).toEqual(['aaa', 'aaa', 'a']);
    expect(await runs('aaa', { facts: 9, bytes: 150 })).toEqual(['aa', 'a']);
    expect(await runs('aa', { facts: 9, bytes: 1 })).toEqual(['a', 'a']);
  });

  it('are the same again when a copy goes on after a run', async () => {
    const whole = await runs('aaaaabbc');
    expect(await runs('aaaaabbc'.slice(3), undefined, 4)).toEqual(whole.slice(1));
  });
});
