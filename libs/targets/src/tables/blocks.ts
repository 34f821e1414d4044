/**
 * Facts in the order of the log are rolled up in blocks of equal numbers of facts, and these in larger ones, so that the facts up to any
 * seq are a few blocks of each level and fewer facts than the smallest block has. A block is written once, when its last fact is applied, and
 * never again: what a later fact says of an earlier day is in a later block.
 */
export interface BlockSizes {
  /** Facts in a block of level 0. */
  readonly smallest: number;
  /** Blocks of one level in a block of the next. */
  readonly fanOut: number;
}

/** Measured (ADR 26): smaller ones cost more to write, larger ones leave more single quantities to be read. */
export const shippedSizes: BlockSizes = { smallest: 4_096, fanOut: 4 };

/** No blocks at all: every quantity is looked at by itself. */
export const unrolled: BlockSizes = { smallest: Number.POSITIVE_INFINITY, fanOut: 1 };

/** The `block`th of its level, from 0. */
export interface Block {
  readonly level: number;
  readonly block: number;
}

const factsIn = (level: number, { smallest, fanOut }: BlockSizes): number => smallest * fanOut ** level;

/** Seqs of a block: after the first number, up to the second. */
export const spanOf = (
  { level, block }: Block,
  sizes: BlockSizes,
): readonly [after: number, upTo: number] => {
  const facts = factsIn(level, sizes);
  return [block * facts, (block + 1) * facts];
};

/** Those that a larger one is made of. */
export const blocksBelow = ({ level, block }: Block, { fanOut }: BlockSizes): readonly Block[] =>
  Array.from({ length: fanOut }, (_, place) => ({ level: level - 1, block: block * fanOut + place }));

export interface Covering {
  readonly blocks: readonly Block[];
  /** The seq up to which they go. */
  readonly upTo: number;
}

/** The fewest blocks that hold all facts up to a seq, but for a rest. */
export const covering = (seq: number, sizes: BlockSizes): Covering => {
  let level = 0;
  while (factsIn(level + 1, sizes) <= seq) level += 1;
  const blocks: Block[] = [];
  let upTo = 0;
  for (; level >= 0; level -= 1) {
    const facts = factsIn(level, sizes);
    for (; upTo + facts <= seq; upTo += facts) blocks.push({ level, block: upTo / facts });
  }
  return { blocks, upTo };
};

/** Blocks that end after one seq and up to another, each after those that it is made of. */
export const endedBlocks = (after: number, upTo: number, sizes: BlockSizes): readonly Block[] => {
  const { smallest, fanOut } = sizes;
  const ended: Block[] = [];
  for (let end = Math.floor(after / smallest) + 1; end * smallest <= upTo; end += 1) {
    let blocks = end;
    for (let level = 0; ; level += 1) {
      ended.push({ level, block: blocks - 1 });
      if (blocks % fanOut !== 0) break;
      blocks /= fanOut;
    }
  }
  return ended;
};
