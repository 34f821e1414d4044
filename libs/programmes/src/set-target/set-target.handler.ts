import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MeasureData } from '#facts';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import type { DefinitionRefusal } from '../definition-refusals.js';
import { type Measure, measureRequest } from '../measure.js';
import { programmeRequest } from '../programme.js';
import { setTarget } from './set-target.js';
import type { TargetBody } from './target-body.js';

export class SetTargetCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly programme: string,
    readonly target: string,
    readonly body: TargetBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(SetTargetCommand)
export class SetTargetHandler implements ICommandHandler<SetTargetCommand> {
  constructor(private readonly ledger: Ledger) {}

  async execute({
    programme,
    target,
    body,
    author,
  }: SetTargetCommand): Promise<StreamChange<DefinitionRefusal>> {
    const measures = await this.measures([body.measure, ...(body.beside ?? [])]);
    return changeStream(this.ledger, programmeRequest(programme), (state) => {
      const decided = setTarget(programme, target, body, measures)(state);
      return decided.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
        : decided;
    });
  }

  private async measures(codes: readonly string[]): Promise<ReadonlyMap<string, MeasureData>> {
    const folded = await this.ledger.folds.load<readonly Measure[]>(codes.map(measureRequest));
    return new Map(
      folded.flatMap(({ state }) => (state.status === 'DEFINED' ? [[state.data.code, state.data]] : [])),
    );
  }
}
