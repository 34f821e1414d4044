import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { borrowerStream, factIn, type StoredFact } from '#facts';
import { isIdentifier } from '#identifiers';
import { type Author, Ledger, newFact, type StreamChange } from '#recording';
import type { Dossier } from './dossier.js';
import { SettledDossiers } from './arbiter.projection.js';
import { type ContestRefusal, decideContest, type DecideContestBody } from './arbitrate.js';

/** As long as an administrative request waits for the read side. */
const longestWaitMs = 10_000;

export class DecideContestCommand extends Command<StreamChange<ContestRefusal | 'arbiter-behind'>> {
  constructor(
    readonly borrowerKey: string,
    readonly body: DecideContestBody,
    readonly author: Author,
  ) {
    super();
  }
}

/**
 * Decides on the dossier as the arbiter left it once it has passed all that was recorded when the supervisor asked, and on
 * the decisions as the borrower's stream holds them now.
 */
@CommandHandler(DecideContestCommand)
export class DecideContestHandler implements ICommandHandler<DecideContestCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly dossiers: SettledDossiers,
  ) {}

  async execute({
    borrowerKey,
    body,
    author,
  }: DecideContestCommand): Promise<StreamChange<ContestRefusal | 'arbiter-behind'>> {
    if (!isIdentifier(borrowerKey)) return { outcome: 'refused', refusal: 'unknown-claim' };
    const dossier = await this.dossiers.of(borrowerKey, longestWaitMs);
    if (!dossier) return { outcome: 'refused', refusal: 'arbiter-behind' };
    const stream = borrowerStream(borrowerKey);
    for (;;) {
      const [stored = []] = await this.ledger.log.readStreams([{ stream, from: 0 }]);
      const revision = stored.at(-1)?.revision ?? 'none';
      const verdict = decideContest(borrowerKey, body)({ ...dossier, decisions: decisionsIn(stored) });
      if (verdict.outcome === 'unchanged') {
        const position = revision === 'none' ? null : await this.ledger.log.positionOf(stream, revision);
        return { outcome: 'unchanged', position };
      }
      if (verdict.outcome === 'refuse') return { outcome: 'refused', refusal: verdict.refusal };
      const result = await this.ledger.log.append({
        stream,
        expectedRevision: revision,
        facts: [newFact(verdict.fact, author, this.ledger.clock.now(), { institution: body.institution })],
      });
      if (result.outcome === 'appended') return { outcome: 'changed', position: result.position };
    }
  }
}

const ofBorrower = factIn('borrower');

const decisionsIn = (facts: readonly StoredFact[]): Dossier['decisions'] =>
  facts
    .map((fact) => ofBorrower(fact))
    .flatMap((fact) => (fact.type === 'FirstTimeContestDecided' ? [fact.data] : []));
