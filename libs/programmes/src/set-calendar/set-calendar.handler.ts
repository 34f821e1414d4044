import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Author, changeStream, Ledger, newFact, type StreamChange } from '#recording';
import { calendarRequest } from '../calendar.js';
import type { DefinitionRefusal } from '../definition-refusals.js';
import type { CalendarBody } from './calendar-body.js';
import { setCalendar } from './set-calendar.js';

export class SetCalendarCommand extends Command<StreamChange<DefinitionRefusal>> {
  constructor(
    readonly code: string,
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
