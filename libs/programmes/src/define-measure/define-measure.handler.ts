import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import type { DefinitionRefusal } from '../definition-refusals.js';
import { measureRequest } from '../measure.js';
import { defineMeasure } from './define-measure.js';
import type { MeasureBody } from './measure-body.js';

export class DefineMeasureCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: string,
    readonly body: MeasureBody,
    /** Types of which facts are in the log. */
    readonly recordedFacts: ReadonlySet<string>,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineMeasureCommand)
export class DefineMeasureHandler implements ICommandHandler<DefineMeasureCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({
    code,
    body,
    recordedFacts,
    author,
  }: DefineMeasureCommand): Promise<StreamChange<DefinitionRefusal>> {
    return changeStream(this.ledger, measureRequest(code), (state) => {
      const decided = defineMeasure(code, body, recordedFacts)(state);
      return decided.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
        : decided;
    });
  }
}
