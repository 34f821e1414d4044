import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Statement, StatementLine } from '#contract';
import type { StatementAxis } from './statement-day.js';

/** What was recorded for an institution on a day, by type; without lines where nothing was. */
export class StatementQuery extends Query<Statement> {
  constructor(
    readonly institution: string,
    readonly day: string,
  ) {
    super();
  }
}

@QueryHandler(StatementQuery)
export class StatementHandler implements IQueryHandler<StatementQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ institution, day }: StatementQuery): Promise<Statement> {
    const { rows } = await this.pool.query<{ axis: StatementAxis; page: StatementLine }>(
      'select axis, page from statement_day where institution = $1 and day = $2 order by type',
      [institution, day],
    );
    const lines = (wanted: StatementAxis): readonly StatementLine[] =>
      rows.filter(({ axis }) => axis === wanted).map(({ page }) => page);
    return { institution, day, recorded: lines('recorded'), effective: lines('effective') };
  }
}
