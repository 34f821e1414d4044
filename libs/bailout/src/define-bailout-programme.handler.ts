import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Refused } from '#decider';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { type BailoutProgrammeBody, defineBailoutProgramme } from './define-bailout-programme.js';
import { bailoutProgrammeRequest } from './bailout-programme.js';

export class DefineBailoutProgrammeCommand extends Command<StreamChange<Refused>> {
  constructor(
    readonly code: string,
    readonly body: BailoutProgrammeBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineBailoutProgrammeCommand)
export class DefineBailoutProgrammeHandler implements ICommandHandler<DefineBailoutProgrammeCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ code, body, author }: DefineBailoutProgrammeCommand): Promise<StreamChange<Refused>> {
    return changeStream(this.ledger, bailoutProgrammeRequest(code), (state) => {
      const verdict = defineBailoutProgramme(code, body)(state);
      return verdict.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(verdict.fact, author, this.ledger.clock.now())] }
        : verdict;
    });
  }
}
