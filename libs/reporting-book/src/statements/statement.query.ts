import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { StatementAxis, StatementLine } from './statement-day.js';

/** What the registry recorded for an institution on a day, and with that effective date, by type of fact (3.3). */
export interface Statement {
  readonly institution: string;
  readonly day: string;
  readonly recorded: readonly StatementLine[];
  readonly effective: readonly StatementLine[];
}

/** Without lines where nothing was recorded. */
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
