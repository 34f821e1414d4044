import { fixedClock } from '#calendar';
import type { OpenLog } from '#event-log';
import { streams } from '#facts';
import { amendmentsIn } from '#history';
import { concerningFact } from '../dossier.js';
import { amendedLoans, followFacts, type Known } from '../follow-facts.js';
import { settleClaims } from '../settle-claims.log.js';

/** The arbiter as its follower runs it, over a log in memory, with rows and checkpoint in memory. */
export class MemoryArbiter {
  private known: Known = { dossiers: new Map(), loans: new Map() };
  private seq = 0;

  constructor(private readonly open: OpenLog) {}

  /** Takes the next facts. When it crashes before its commit, what it appended stays and nothing else. */
  async batch(limit: number, { crashes = false } = {}): Promise<boolean> {
    const facts = await this.open.sequence.readAfter(this.seq, limit);
    const concerning = facts.flatMap((fact) => concerningFact(fact) ?? []);
    const recorded = await this.open.sequence.readAfter(0, facts.at(-1)?.seq ?? 1);
    const ofLoans = recorded.filter(({ stream }) => streams.loan.read(stream));
    const followed = followFacts(this.known, concerning, amendedLoans(amendmentsIn(ofLoans)));
    await settleClaims({ log: this.open.log, clock: fixedClock(0) }, followed.steps);
    if (crashes) return true;
    this.known = {
      dossiers: new Map([...this.known.dossiers, ...followed.dossiers]),
      loans: new Map([...this.known.loans, ...followed.loans]),
    };
    this.seq = facts.at(-1)?.seq ?? this.seq;
    return facts.length > 0;
  }

  async drained(): Promise<void> {
    while (await this.batch(1_000));
  }
}
