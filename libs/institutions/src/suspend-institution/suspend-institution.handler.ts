import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { institutionStream } from '#facts';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { institutionFold } from '../institution.js';
import { reinstateInstitution, suspendInstitution } from './suspend-institution.js';

export class SuspendInstitutionCommand extends Command<StreamChange<'unknown' | 'exists-otherwise'>> {
  constructor(
    readonly code: string,
    readonly reason: string,
    readonly author: Author,
  ) {
    super();
  }
}

export class ReinstateInstitutionCommand extends Command<StreamChange<'unknown'>> {
  constructor(
    readonly code: string,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(SuspendInstitutionCommand)
export class SuspendInstitutionHandler implements ICommandHandler<SuspendInstitutionCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({
    code,
    reason,
    author,
  }: SuspendInstitutionCommand): Promise<StreamChange<'unknown' | 'exists-otherwise'>> {
    return changeStream(this.ledger, { stream: institutionStream(code), fold: institutionFold }, (state) => {
      const verdict = suspendInstitution(code, reason)(state);
      if (verdict.outcome !== 'record') return verdict;
      const fact = newFact(verdict.fact, author, this.ledger.clock.now(), { institution: code });
      return { outcome: 'record', facts: [fact] };
    });
  }
}

@CommandHandler(ReinstateInstitutionCommand)
export class ReinstateInstitutionHandler implements ICommandHandler<ReinstateInstitutionCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ code, author }: ReinstateInstitutionCommand): Promise<StreamChange<'unknown'>> {
    return changeStream(this.ledger, { stream: institutionStream(code), fold: institutionFold }, (state) => {
      const verdict = reinstateInstitution(code)(state);
      if (verdict.outcome !== 'record') return verdict;
      const fact = newFact(verdict.fact, author, this.ledger.clock.now(), { institution: code });
      return { outcome: 'record', facts: [fact] };
    });
  }
}
