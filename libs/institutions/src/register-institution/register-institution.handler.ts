import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shanghaiDay } from '#calendar';
import { institutionStream } from '#facts';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { type Institution, institutionFold } from '../institution.js';
import type { InstitutionBody } from './institution-body.js';
import { amendInstitution, type InstitutionRefusal, registerInstitution } from './register-institution.js';

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
  code: string,
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
