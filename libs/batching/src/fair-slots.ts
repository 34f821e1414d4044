/**
 * Who waits, in a line for each owner; the lines are served one of each in turn. Somebody with a thousand in line keeps nobody waiting
 * who has one.
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

  /** The first of the first line whose first may go on; that line then stands behind the others. */
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

/** Who brings work: one sender's single reports, or the reports of one sender's batches. */
export interface SlotOwner {
  readonly sender: string;
  readonly kind: 'singles' | 'batches';
}

interface SlotBounds {
  readonly all: number;
  /** Of these, somebody alone has at most so many; all unless given. */
  readonly ofOne?: number;
  /** Of these, batches of one sender, and of all, have at most so many while single reports are about; all unless given. */
  readonly batchesBesideSingles?: { readonly ofOne: number; readonly all: number };
}

/** Single reports are about until none came for so long. */
const singlesLastMs = 250;

/** An owner and the name of its line. */
interface Named extends SlotOwner {
  readonly name: string;
}

interface Waiting {
  readonly owner: Named;
  readonly given: () => void;
}

/**
 * So much work at once, and no more. Those who wait are served round-robin, one piece of each: somebody who brings a
 * thousand pieces keeps nobody waiting who brings one.
 *
 * What is under way together goes to the database together, so that a single report takes as long as all of it. Nobody waits for
 * one report of a batch; so batches leave most places empty as long as single reports come, and have them all when none do.
 */
export class FairSlots {
  private readonly lines = new FairQueue<Waiting>();
  private readonly held = { singles: 0, batches: 0 };
  private readonly heldBy = new Map<string, number>();
  private singleAt = -Infinity;

  constructor(
    private readonly bounds: SlotBounds,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Does a piece of work of somebody when there is a place for it. */
  async run<Result>({ sender, kind }: SlotOwner, work: () => Promise<Result>): Promise<Result> {
    const owner = { sender, kind, name: `${kind} ${sender}` };
    if (owner.kind === 'singles') this.singleAt = this.now();
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
    const { all, ofOne = all, batchesBesideSingles: most = { ofOne: all, all } } = this.bounds;
    const own = this.heldBy.get(owner.name) ?? 0;
    if (this.held.singles + this.held.batches >= all || own >= ofOne) return false;
    const areSinglesAbout = this.held.singles > 0 || this.now() - this.singleAt < singlesLastMs;
    if (kind === 'singles' || !areSinglesAbout) return true;
    return own < most.ofOne && this.held.batches < most.all;
  }

  private acquire(owner: Named): Promise<void> {
    return new Promise((given) => this.lines.join(owner.name, { owner, given }));
  }

  /** Places that are free go to the next of those who wait. */
  private fill(): void {
    const next = (): Waiting | undefined => this.lines.next(({ owner }) => this.isFreeFor(owner));
    for (let waiting = next(); waiting; waiting = next()) {
      this.hold(waiting.owner, 1);
      waiting.given();
    }
  }
}
