import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MeasureData } from '#facts';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import type { DefinitionRefusal } from '../definition-refusals.js';
import { type Measure, measureRequest } from '../measure.js';
import { defineMeasure } from './define-measure.js';
import type { MeasureBody } from './measure-body.js';

export class DefineMeasureCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: string,
    readonly body: MeasureBody,
    /** Types of which facts are in the log; of indicators with `/` and the indicator. */
    readonly recordedFacts: ReadonlySet<string>,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineMeasureCommand)
export class DefineMeasureHandler implements ICommandHandler<DefineMeasureCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({
    code,
    body,
    recordedFacts,
    author,
  }: DefineMeasureCommand): Promise<StreamChange<DefinitionRefusal>> {
    const balance = await this.balance(body);
    return changeStream(this.ledger, measureRequest(code), (state) => {
      const decided = defineMeasure(code, body, { recordedFacts, balance })(state);
      return decided.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
        : decided;
    });
  }

  private async balance({ of }: MeasureBody): Promise<MeasureData | null> {
    if (of === undefined || of === null) return null;
    const [folded] = await this.ledger.folds.load<readonly Measure[]>([measureRequest(of)]);
    return folded?.state.status === 'DEFINED' ? folded.state.data : null;
  }
}
