import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { acceptedUsccRequest, acceptUscc } from './accept-uscc.js';

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

  execute({ code, reason, author }: AcceptUsccCommand): Promise<StreamChange<'no-uscc'>> {
    return changeStream(this.ledger, acceptedUsccRequest(code), (state) => {
      const verdict = acceptUscc(code, reason)(state);
      return verdict.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(verdict.fact, author, this.ledger.clock.now())] }
        : verdict;
    });
  }
}
