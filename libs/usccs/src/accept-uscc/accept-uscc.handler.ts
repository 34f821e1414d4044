import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { hasUsccForm } from '#identifiers';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { acceptedUsccRequest } from '../accepted-uscc.js';
import { acceptUscc } from './accept-uscc.js';

export class AcceptUsccCommand extends Command<StreamChange<'no-uscc'>> {
  constructor(
    readonly code: string,
    readonly reason: string,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(AcceptUsccCommand)
export class AcceptUsccHandler implements ICommandHandler<AcceptUsccCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ code, reason, author }: AcceptUsccCommand): Promise<StreamChange<'no-uscc'>> {
    // A code of another form was issued by nobody; there is no stream of that name.
    if (!hasUsccForm(code)) return { outcome: 'refused', refusal: 'no-uscc' };
    return changeStream(this.ledger, acceptedUsccRequest(code), (state) => {
      const verdict = acceptUscc(code, reason)(state);
      return verdict.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(verdict.fact, author, this.ledger.clock.now())] }
        : verdict;
    });
  }
}
