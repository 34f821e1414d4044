import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { type CalendarDefinition, calendarDefinition } from './definition-answers.js';
import { readDefinitions } from './definitions.table.js';

/** The years set of one calendar, now or as of a place in the order; null when there are none. */
export class CalendarQuery extends Query<CalendarDefinition | null> {
  constructor(
    readonly code: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(CalendarQuery)
export class CalendarHandler implements IQueryHandler<CalendarQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: CalendarQuery): Promise<CalendarDefinition | null> {
    return calendarDefinition(await readDefinitions(this.pool, { asOf }), code);
  }
}
