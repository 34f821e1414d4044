import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { type Progress, progressOf, type ProgressQuestion } from './progress.table.js';

/** How far a programme is; null when it is not defined. All figures are of one moment when it is asked inside a snapshot. */
export class ProgressQuery extends Query<Progress | null> {
  constructor(readonly question: ProgressQuestion) {
    super();
  }
}

@QueryHandler(ProgressQuery)
export class ProgressHandler implements IQueryHandler<ProgressQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: ProgressQuery): Promise<Progress | null> {
    return progressOf(this.pool, question);
  }
}
