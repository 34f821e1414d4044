import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Refused } from '#decider';
import { institutionStream } from '#facts';
import type { BailoutProgrammeCode } from '#identifiers';
import { institutionFold } from '#institutions';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import {
  type AllocationBody,
  type AllocationRefusal,
  type BailoutProgrammeBody,
  bailoutProgrammeRequest,
  defineBailoutProgramme,
  grantAllocation,
} from './bailout-programme.js';

export class DefineBailoutProgrammeCommand extends Command<StreamChange<Refused>> {
  constructor(
    readonly code: BailoutProgrammeCode,
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

export class GrantAllocationCommand extends Command<StreamChange<AllocationRefusal>> {
  constructor(
    readonly body: AllocationBody,
    readonly idempotencyKey: string,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(GrantAllocationCommand)
export class GrantAllocationHandler implements ICommandHandler<GrantAllocationCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({
    body,
    idempotencyKey,
    author,
  }: GrantAllocationCommand): Promise<StreamChange<AllocationRefusal>> {
    const [institution] = await this.ledger.folds.load([
      { stream: institutionStream(body.institution), fold: institutionFold },
    ]);
    if (institution.state.status === 'UNKNOWN') return { outcome: 'refused', refusal: 'unknown-institution' };
    return changeStream(this.ledger, bailoutProgrammeRequest(body.programme), (state) => {
      const verdict = grantAllocation(body, idempotencyKey)(state);
      return verdict.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(verdict.fact, author, this.ledger.clock.now())] }
        : verdict;
    });
  }
}
