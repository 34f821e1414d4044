/** The queue was full, or the deadline passed. */
export class NotAnswered extends Error {
  constructor(why: 'full' | 'late') {
    super(why === 'full' ? 'Too many wait for an answer already.' : 'No answer came in time.');
    this.name = 'NotAnswered';
  }
}

interface Amount {
  readonly items: number;
  readonly bytes: number;
}

export interface BoundedQueueOptions<Item> {
  /** The queue is full at either bound; the last item may exceed that of bytes. Keeps an outage from filling the memory. */
  readonly most: Amount;
  /** Bounds of one batch; its last item may exceed that of bytes. */
  readonly mostTogether: Amount;
  /** Items with an equal key keep their order, and a batch holds one of them at most. Default: all differ. */
  readonly lineOf?: (item: Item) => string;
  /** Default: 0. */
  readonly bytesOf?: (item: Item) => number;
}

/** A caller's promise that is settled once, by the deadline at the latest. */
export class Waiting<Answer> {
  private over = false;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    private readonly answered: (answer: Answer) => void,
    private readonly failed: (error: unknown) => void,
    { deadlineMs, onLate }: { readonly deadlineMs: number; readonly onLate: () => Error },
  ) {
    this.deadline = setTimeout(() => this.fail(onLate()), deadlineMs);
  }

  /** It was settled. */
  get isOver(): boolean {
    return this.over;
  }

  answer(answer: Answer): void {
    if (this.end()) this.answered(answer);
  }

  fail(error: unknown): void {
    if (this.end()) this.failed(error);
  }

  /** False when it was settled before. */
  private end(): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.deadline);
    return true;
  }
}

/**
 * A bounded queue of FIFO lines, taken in batches. A batch holds the first item of each line, so that the items of a line keep their order
 * and never share a batch. Lines are served round-robin. Items that were settled meanwhile, mostly by their deadline, are skipped.
 */
export class BoundedQueue<Item extends { readonly isOver: boolean }> {
  private readonly lines = new Map<string | Item, Item[]>();
  private items = 0;
  private bytes = 0;

  constructor(private readonly options: BoundedQueueOptions<Item>) {}

  get isFull(): boolean {
    this.dropOver();
    const { most } = this.options;
    return this.items >= most.items || this.bytes >= most.bytes;
  }

  /** How many items are queued, including settled ones that were not removed yet. */
  get length(): number {
    return this.items;
  }

  add(item: Item): void {
    const { lineOf, bytesOf } = this.options;
    const name = lineOf ? lineOf(item) : item;
    const line = this.lines.get(name);
    if (line) line.push(item);
    else this.lines.set(name, [item]);
    this.items += 1;
    this.bytes += bytesOf?.(item) ?? 0;
  }

  /** The next batch; empty when no item waits. */
  take(): readonly Item[] {
    const { mostTogether, bytesOf } = this.options;
    const taken: Item[] = [];
    const remaining: [string | Item, Item[]][] = [];
    let bytes = 0;
    for (const [name, line] of this.lines) {
      if (taken.length >= mostTogether.items || bytes >= mostTogether.bytes) break;
      let next = this.shift(line);
      while (next?.isOver) next = this.shift(line);
      if (next) {
        taken.push(next);
        bytes += bytesOf?.(next) ?? 0;
      }
      this.lines.delete(name);
      if (line.length > 0) remaining.push([name, line]);
    }
    for (const [name, line] of remaining) this.lines.set(name, line);
    return taken;
  }

  /** Removes settled items from the front, where the oldest are; those behind a waiting item stay. */
  private dropOver(): void {
    for (const [name, line] of this.lines) {
      while (line[0]?.isOver) this.shift(line);
      if (line.length > 0) return;
      this.lines.delete(name);
    }
  }

  private shift(line: Item[]): Item | undefined {
    const next = line.shift();
    if (next) {
      this.items -= 1;
      this.bytes -= this.options.bytesOf?.(next) ?? 0;
    }
    return next;
  }
}
