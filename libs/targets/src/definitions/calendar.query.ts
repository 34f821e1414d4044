import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { type CalendarDefinition, calendarDefinition } from './definition-answers.js';
import { readDefinitions } from './definitions.table.js';

/** The years set of one calendar, or null when there are none. */
export class CalendarQuery extends Query<CalendarDefinition | null> {
  constructor(readonly code: string) {
    super();
  }
}

@QueryHandler(CalendarQuery)
export class CalendarHandler implements IQueryHandler<CalendarQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code }: CalendarQuery): Promise<CalendarDefinition | null> {
    return calendarDefinition(await readDefinitions(this.pool), code);
  }
}
