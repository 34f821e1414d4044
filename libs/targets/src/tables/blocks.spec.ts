import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Block, covering, endedBlocks, shippedSizes, spanOf, unrolled } from './blocks.js';

const sizes = fc.record({ smallest: fc.integer({ min: 1, max: 5 }), fanOut: fc.integer({ min: 2, max: 4 }) });
const seqs = fc.integer({ min: 0, max: 2_000 });
const nameOf = ({ level, block }: Block): string => `${level} ${block}`;

describe('blocks', () => {
  it('cover the facts up to a seq without a gap, and leave less than the smallest', () => {
    fc.assert(
      fc.property(seqs, sizes, (seq, by) => {
        const { blocks, upTo } = covering(seq, by);
        const end = blocks.reduce((last, block) => {
          const [after, next] = spanOf(block, by);
          expect(after).toBe(last);
          return next;
        }, 0);
        expect(end).toBe(upTo);
        expect(seq - upTo).toBeGreaterThanOrEqual(0);
        expect(seq - upTo).toBeLessThan(by.smallest);
      }),
    );
  });

  it('are few: of each level but the highest fewer than make one of the next', () => {
    expect(covering(10_000_000, shippedSizes).blocks.length).toBe(8);
    fc.assert(
      fc.property(seqs, sizes, (seq, by) => {
        const { blocks } = covering(seq, by);
        for (const { level } of blocks)
          expect(blocks.filter((other) => other.level === level).length).toBeLessThan(by.fanOut);
      }),
    );
  });

  it('are all written when their last fact is applied, whatever the batches, those that they are made of first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }), sizes, (batches, by) => {
        const written = new Set<string>();
        let last = 0;
        for (const count of batches) {
          for (const ended of endedBlocks(last, last + count, by)) {
            const { level, block } = ended;
            expect(written.has(nameOf(ended))).toBe(false);
            expect(spanOf(ended, by)[1]).toBeLessThanOrEqual(last + count);
            for (let below = 0; level > 0 && below < by.fanOut; below += 1)
              expect(written).toContain(nameOf({ level: level - 1, block: block * by.fanOut + below }));
            written.add(nameOf(ended));
          }
          last += count;
          for (const block of covering(last, by).blocks) expect(written).toContain(nameOf(block));
        }
      }),
    );
  });

  it('are none where nothing is rolled up', () => {
    expect(covering(5_000, unrolled)).toEqual({ blocks: [], upTo: 0 });
  });
});
