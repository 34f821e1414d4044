/** When one key began to be there, or ceased to be: what is counted moves from one day to the other. Null is nowhere. */
export interface FirstDayMove {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What is added to a key on a day. */
export interface KeyDay {
  readonly key: string;
  readonly day: string;
  /** Below zero where it is taken back. */
  readonly step: number;
}

/**
 * The days on which each key is there. A key is there on a day while what was added for it on that day is above zero, and is
 * counted once, on the first such day.
 */
export class FirstDays {
  private readonly daysOf = new Map<string, Map<string, number>>();

  /** Adds what belongs together, and says which keys are counted elsewhere after all of it. */
  add(together: readonly KeyDay[]): readonly FirstDayMove[] {
    const before = new Map(together.map(({ key }) => [key, this.first(key)]));
    for (const { key, day, step } of together) this.step(key, day, step);
    return [...before].flatMap(([key, from]): FirstDayMove[] => {
      const to = this.first(key);
      return from === to ? [] : [{ key, from, to }];
    });
  }

  /** How many keys are counted on each day. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const key of this.daysOf.keys()) {
      const day = this.first(key);
      if (day !== null) counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    return counts;
  }

  private first(key: string): string | null {
    let first: string | null = null;
    for (const [day, net] of this.daysOf.get(key) ?? [])
      if (net > 0 && (first === null || day < first)) first = day;
    return first;
  }

  private step(key: string, day: string, step: number): void {
    let days = this.daysOf.get(key);
    if (!days) this.daysOf.set(key, (days = new Map<string, number>()));
    const net = (days.get(day) ?? 0) + step;
    if (net === 0) days.delete(day);
    else days.set(day, net);
  }
}
