import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shanghaiDay } from '#calendar';
import { institutionStream } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import {
  type Institution,
  institutionFold,
  reinstateInstitution,
  suspendInstitution,
} from './institution.js';
import {
  amendInstitution,
  type InstitutionBody,
  type InstitutionRefusal,
  registerInstitution,
} from './register-institution.js';

export class SuspendInstitutionCommand extends Command<StreamChange<'unknown' | 'exists-otherwise'>> {
  constructor(
    readonly code: InstitutionCode,
    readonly reason: string,
    readonly author: Author,
  ) {
    super();
  }
}

export class ReinstateInstitutionCommand extends Command<StreamChange<'unknown'>> {
  constructor(
    readonly code: InstitutionCode,
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

export class RegisterInstitutionCommand extends Command<StreamChange<InstitutionRefusal>> {
  constructor(
    readonly body: InstitutionBody,
    readonly author: Author,
  ) {
    super();
  }
}

export class AmendInstitutionCommand extends Command<StreamChange<InstitutionRefusal>> {
  constructor(
    readonly body: InstitutionBody,
    readonly author: Author,
  ) {
    super();
  }
}

const change = (
  ledger: Ledger,
  code: InstitutionCode,
  author: Author,
  decide: (
    state: Institution,
  ) => ReturnType<ReturnType<typeof registerInstitution | typeof amendInstitution>>,
): Promise<StreamChange<InstitutionRefusal>> =>
  changeStream(ledger, { stream: institutionStream(code), fold: institutionFold }, (state) => {
    const verdict = decide(state);
    if (verdict.outcome !== 'record') return verdict;
    const { outcome, ...fact } = verdict;
    return { outcome, facts: [newFact(fact, author, ledger.clock.now(), { institution: code })] };
  });

@CommandHandler(RegisterInstitutionCommand)
export class RegisterInstitutionHandler implements ICommandHandler<RegisterInstitutionCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ body, author }: RegisterInstitutionCommand): Promise<StreamChange<InstitutionRefusal>> {
    const today = shanghaiDay(this.ledger.clock.now());
    return change(this.ledger, body.code, author, registerInstitution(body, today));
  }
}

@CommandHandler(AmendInstitutionCommand)
export class AmendInstitutionHandler implements ICommandHandler<AmendInstitutionCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ body, author }: AmendInstitutionCommand): Promise<StreamChange<InstitutionRefusal>> {
    return change(this.ledger, body.code, author, amendInstitution(body));
  }
}
