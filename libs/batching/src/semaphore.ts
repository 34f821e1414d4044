/** A counting semaphore; whoever waits is served in order of arrival. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];

  constructor(private permits: number) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.permits > 0) this.permits -= 1;
    else await new Promise<void>((permitted) => this.waiting.push(permitted));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.permits += 1;
    }
  }

  /** Runs the work for each item. After a failure no further item is begun, so that an outage is not met once for each. */
  runEach<Item, Result>(
    items: readonly Item[],
    work: (item: Item) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const failed = new AbortController();
    const guarded = async (item: Item): Promise<Result> => {
      failed.signal.throwIfAborted();
      try {
        return await work(item);
      } catch (error) {
        failed.abort(error);
        throw error;
      }
    };
    return Promise.all(items.map((item) => this.run(() => guarded(item))));
  }
}

/**
 * A queue with a FIFO line for each owner. The lines are served round-robin, so that an owner with a thousand items does not delay one with
 * a single item.
 */
export class FairQueue<Waiting> {
  private readonly lines = new Map<string, Waiting[]>();

  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  join(owner: string, waiting: Waiting): void {
    const line = this.lines.get(owner);
    if (line) line.push(waiting);
    else this.lines.set(owner, [waiting]);
  }

  /** Takes the first item that may go on, out of the lines' first items, and moves its line behind the others. */
  next(mayGoOn: (waiting: Waiting) => boolean = () => true): Waiting | undefined {
    for (const [owner, line] of this.lines) {
      const [first] = line;
      if (first === undefined || !mayGoOn(first)) continue;
      line.shift();
      this.lines.delete(owner);
      if (line.length > 0) this.lines.set(owner, line);
      return first;
    }
    return undefined;
  }
}

/** The owner of work: the single reports of a sender, or the batches of a sender. */
export interface SlotOwner {
  readonly sender: string;
  readonly kind: 'singles' | 'batches';
}

interface SlotBounds {
  readonly all: number;
  /** Slots of one owner. Default: all. */
  readonly ofOne?: number;
  /** Slots for batches while single reports arrive: of one sender, and of all. Default: all. */
  readonly batchesWithSingles?: { readonly ofOne: number; readonly all: number };
}

/** Single reports count as arriving until this long after the last. */
const singlesLastMs = 250;

/** An owner with the key of its line. */
interface Named extends SlotOwner {
  readonly name: string;
}

interface Waiting {
  readonly owner: Named;
  readonly granted: () => void;
}

/**
 * A semaphore that is fair to owners: whoever waits is served round-robin by owner.
 *
 * Work under way at the same time goes to the database in one group, so a single report takes as long as the whole group. Latency matters
 * for single reports and not for each report of a batch. So while single reports arrive, batches get few of the slots, and else all.
 */
export class FairSlots {
  private readonly lines = new FairQueue<Waiting>();
  private readonly held = { singles: 0, batches: 0 };
  private readonly heldBy = new Map<string, number>();
  private lastSingleMs = -Infinity;

  constructor(
    private readonly bounds: SlotBounds,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Runs the work once its owner has a slot. */
  async run<Result>({ sender, kind }: SlotOwner, work: () => Promise<Result>): Promise<Result> {
    const owner = { sender, kind, name: `${kind} ${sender}` };
    if (owner.kind === 'singles') this.lastSingleMs = this.now();
    if (this.isFreeFor(owner)) this.hold(owner, 1);
    else await this.acquire(owner);
    try {
      return await work();
    } finally {
      this.hold(owner, -1);
      this.fill();
    }
  }

  private hold(owner: Named, change: 1 | -1): void {
    this.held[owner.kind] += change;
    const own = (this.heldBy.get(owner.name) ?? 0) + change;
    if (own === 0) this.heldBy.delete(owner.name);
    else this.heldBy.set(owner.name, own);
  }

  private isFreeFor(owner: Named): boolean {
    const { kind } = owner;
    const { all, ofOne = all, batchesWithSingles: most = { ofOne: all, all } } = this.bounds;
    const own = this.heldBy.get(owner.name) ?? 0;
    if (this.held.singles + this.held.batches >= all || own >= ofOne) return false;
    const doSinglesArrive = this.held.singles > 0 || this.now() - this.lastSingleMs < singlesLastMs;
    if (kind === 'singles' || !doSinglesArrive) return true;
    return own < most.ofOne && this.held.batches < most.all;
  }

  private acquire(owner: Named): Promise<void> {
    return new Promise((granted) => this.lines.join(owner.name, { owner, granted }));
  }

  /** Grants free slots to those who wait. */
  private fill(): void {
    const next = (): Waiting | undefined => this.lines.next(({ owner }) => this.isFreeFor(owner));
    for (let waiting = next(); waiting; waiting = next()) {
      this.hold(waiting.owner, 1);
      waiting.granted();
    }
  }
}
