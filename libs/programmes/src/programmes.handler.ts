import {
  Command,
  CommandHandler,
  type ICommandHandler,
  type IQueryHandler,
  Query,
  QueryHandler,
} from '@nestjs/cqrs';
import { FactSequence } from '#event-log';
import type { MeasureData } from '#facts';
import type { CalendarCode, MeasureCode, ProgrammeCode, TargetCode } from '#identifiers';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { defineMeasure, type Measure, measureRequest, proposeMeasure } from './define-measure.js';
import { defineProgramme, type ProgrammeBody, programmeRequest } from './define-programme.js';
import type { DefinitionRefusal } from './definition-refusals.js';
import type { MeasureBody, MeasurePreviewBody } from './measure-body.js';
import { type CalendarBody, calendarRequest, setCalendar } from './set-calendar.js';
import { setTarget, type TargetBody } from './set-target.js';
import { DefinitionsOneByOne, measuresShown, shownMeasures } from './shown-measures.log.js';

export class SetTargetCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly programme: ProgrammeCode,
    readonly target: TargetCode,
    readonly body: TargetBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(SetTargetCommand)
export class SetTargetHandler implements ICommandHandler<SetTargetCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly oneByOne: DefinitionsOneByOne,
  ) {}

  execute({ programme, target, body, author }: SetTargetCommand): Promise<StreamChange<DefinitionRefusal>> {
    return this.oneByOne.run(async () => {
      const measures = await measuresShown(this.ledger, [body.measure, ...(body.beside ?? [])]);
      return changeStream(this.ledger, programmeRequest(programme), (state) => {
        const decided = setTarget(programme, target, body, measures)(state);
        return decided.outcome === 'record'
          ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
          : decided;
      });
    });
  }
}

export class SetCalendarCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: CalendarCode,
    readonly year: number,
    readonly body: CalendarBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(SetCalendarCommand)
export class SetCalendarHandler implements ICommandHandler<SetCalendarCommand> {
  constructor(private readonly ledger: Ledger) {}

  execute({ code, year, body, author }: SetCalendarCommand): Promise<StreamChange<DefinitionRefusal>> {
    return changeStream(this.ledger, calendarRequest(code), (state) => {
      const decided = setCalendar(code, year, body)(state);
      return decided.outcome === 'record'
        ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
        : decided;
    });
  }
}

export class DefineProgrammeCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: ProgrammeCode,
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

/** The measure that another is the growth of; null where it is of none, or that is not defined. */
const balanceOf = async (ledger: Ledger, { of }: Pick<MeasureBody, 'of'>): Promise<MeasureData | null> => {
  if (of === undefined || of === null) return null;
  const [folded] = await ledger.folds.load<readonly Measure[]>([measureRequest(of)]);
  return folded?.state.status === 'DEFINED' ? folded.state.data : null;
};

export class DefineMeasureCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: MeasureCode,
    readonly body: MeasureBody,
    readonly author: Author,
  ) {
    super();
  }
}

@CommandHandler(DefineMeasureCommand)
export class DefineMeasureHandler implements ICommandHandler<DefineMeasureCommand> {
  constructor(
    private readonly ledger: Ledger,
    private readonly sequence: FactSequence,
    private readonly oneByOne: DefinitionsOneByOne,
  ) {}

  execute({ code, body, author }: DefineMeasureCommand): Promise<StreamChange<DefinitionRefusal>> {
    return this.oneByOne.run(async () => {
      const balance = await balanceOf(this.ledger, body);
      const shown = await shownMeasures(this.ledger, this.sequence);
      return changeStream(this.ledger, measureRequest(code), (state) => {
        const decided = defineMeasure(code, body, balance, shown)(state);
        return decided.outcome === 'record'
          ? { outcome: 'record', facts: [newFact(decided.fact, author, this.ledger.clock.now())] }
          : decided;
      });
    });
  }
}

/** What a measure would be and whether it could be defined; records nothing. */
export class ProposedMeasureQuery extends Query<ReturnType<typeof proposeMeasure>> {
  constructor(readonly body: MeasurePreviewBody) {
    super();
  }
}

@QueryHandler(ProposedMeasureQuery)
export class ProposedMeasureHandler implements IQueryHandler<ProposedMeasureQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ body }: ProposedMeasureQuery): Promise<ReturnType<typeof proposeMeasure>> {
    return proposeMeasure(body, await balanceOf(this.ledger, body));
  }
}
