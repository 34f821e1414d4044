import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { newestDefinition } from './definitions.table.js';

/** Seq of the newest programme, measure, target or calendar fact in force, for the basis; null before the first. */
export class DefinitionsInForceQuery extends Query<number | null> {}

@QueryHandler(DefinitionsInForceQuery)
export class DefinitionsInForceHandler implements IQueryHandler<DefinitionsInForceQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute(): Promise<number | null> {
    return newestDefinition(this.pool);
  }
}
