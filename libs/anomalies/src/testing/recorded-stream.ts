import type { NewFact } from '#facts';
import { correctedTo, reversedAt } from '#testing';

interface Recorded {
  readonly revision: number;
  readonly fact: NewFact;
}

/** One loan, or the disbursements of one bank under one programme, and what stands of it. */
export class Stream {
  private revision = -1;
  standing: Recorded[] = [];

  constructor(readonly name: string) {}

  add(added: NewFact): NewFact {
    this.revision += 1;
    this.standing.push({ revision: this.revision, fact: added });
    return added;
  }

  correct({ revision, fact: before }: Recorded, replacement: NewFact): NewFact {
    this.revision += 1;
    this.standing = this.standing.map((each) =>
      each.revision === revision ? { revision, fact: { ...replacement, type: before.type } } : each,
    );
    return correctedTo(revision, replacement);
  }

  reverse({ revision }: Recorded): NewFact {
    this.revision += 1;
    this.standing = this.standing.filter((each) => each.revision !== revision);
    return reversedAt(revision);
  }
}
