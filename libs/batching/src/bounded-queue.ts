/** Whoever should answer does not, or not in time: too many wait already, or one waited too long. */
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
  /** So many wait, or a few more bytes than these; then the queue is full, so that an outage does not fill the memory. */
  readonly most: Amount;
  /** So many are taken together, or a few more bytes than these. */
  readonly mostTogether: Amount;
  /** Of those in one line one is taken at a time, in their order. Each stands in a line of its own unless given. */
  readonly lineOf?: (item: Item) => string;
  /** Nothing unless given. */
  readonly bytesOf?: (item: Item) => number;
}

/** Who waits for an answer, at most until the deadline, and is answered once. */
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

  /** It was answered. */
  get isOver(): boolean {
    return this.over;
  }

  answer(answer: Answer): void {
    if (this.end()) this.answered(answer);
  }

  fail(error: unknown): void {
    if (this.end()) this.failed(error);
  }

  /** False when it was answered before. */
  private end(): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.deadline);
    return true;
  }
}

/**
 * Those who wait, in the order they came, in lines: what is taken together holds the first of each line, so that no two of it are of
 * the same line and those of one line keep their order. Lines take turns. Who was answered meanwhile, by its deadline above all,
 * is passed over.
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

  /** How many wait, those included who were answered meanwhile. */
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

  /** Those that go next; none when nobody waits. */
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

  /** As far as they stand at the front: those have mostly waited longest. */
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
