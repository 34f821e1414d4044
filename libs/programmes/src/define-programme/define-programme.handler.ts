import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import type { DefinitionRefusal } from '../definition-refusals.js';
import { programmeRequest } from '../programme.js';
import { defineProgramme } from './define-programme.js';
import type { ProgrammeBody } from './programme-body.js';

export class DefineProgrammeCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: string,
    readonly body: ProgrammeBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineProgrammeCommand)
export class DefineProgrammeHandler implements ICommandHandler<DefineProgrammeCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ code, body, author }: DefineProgrammeCommand): Promise<StreamChange<DefinitionRefusal>> {
    return changeStream(this.ledger, programmeRequest(code), (state) => {
      const decided = defineProgramme(code, body)(state);
      return decided.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
        : decided;
    });
  }
}
